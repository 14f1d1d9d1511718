#include "generate/compare.hpp"

#include "generate/compare_keys.hpp"
#include "generate/identity_comparison.hpp"
#include "generate/table_order.hpp"
#include "generate/type_text.hpp"
#include "python/object.hpp"
#include "python/text.hpp"

#include <boost/algorithm/string/join.hpp>

#include <algorithm>
#include <map>

namespace alembicore::generate {

namespace {

using python::quote_text;

/// `VARCHAR(length=50)`: without the modules before it.
std::string shown_type(std::string text) {
    for (std::string_view const module : {"sa.", "postgresql."})
        for (auto at = text.find(module); at != std::string::npos; at = text.find(module, at))
            text.erase(at, module.size());
    return text;
}

template <typename Values>
auto find_named(Values const& in, std::string const& name) {
    return std::ranges::find_if(in, [&](auto const& each) { return each.name == name; });
}

/// The columns that both sides have, and those of one alone.
class column_comparison {
public:
    column_comparison(table_pair sides, rules const& by, std::vector<table_change>& changes, comparison& into)
        : sides_{sides}, by_{by}, changes_{changes}, into_{into}, name_{dotted(*sides.in_database)} {}

    void add_new() {
        for (auto const& mine : sides_.in_models->columns)
            if (find_theirs(mine.name) == nullptr && is_wanted(*sides_.in_models, mine, false, nullptr)) {
                changes_.emplace_back(add_column{mine});
                tell("Detected added column '" + name_ + '.' + mine.name + '\'');
            }
    }

    void alter_common() {
        for (auto const& mine : sides_.in_models->columns) {
            auto const* theirs = find_theirs(mine.name);
            if (theirs == nullptr || !is_wanted(*sides_.in_models, mine, false, theirs))
                continue;
            auto altered = compare(*theirs, mine);
            if (altered.changes())
                changes_.emplace_back(std::move(altered));
        }
    }

    void drop_old() {
        for (auto const& theirs : sides_.in_database->columns)
            if (find_named(sides_.in_models->columns, theirs.name) == sides_.in_models->columns.end() &&
                is_asked_for(theirs.name) && is_wanted(*sides_.in_database, theirs, true, nullptr)) {
                changes_.emplace_back(drop_column{theirs});
                tell("Detected removed column '" + name_ + '.' + theirs.name + '\'');
            }
    }

private:
    [[nodiscard]] bool is_asked_for(std::string const& column) const {
        return !by_.names || by_.names("column", column, *sides_.in_database);
    }

    [[nodiscard]] column const* find_theirs(std::string const& name) const {
        auto const found = find_named(sides_.in_database->columns, name);
        return found == sides_.in_database->columns.end() || !is_asked_for(name) ? nullptr : &*found;
    }

    [[nodiscard]] bool is_wanted(table const& of, column const& one, bool reflected, column const* other) const {
        return !by_.objects || by_.objects(
                                   {.kind = "column",
                                    .name = one.name,
                                    .of = of,
                                    .reflected = reflected,
                                    .has_other = other != nullptr,
                                    .own = &one,
                                    .other = other}
                               );
    }

    [[nodiscard]] alter_column compare(column const& theirs, column const& mine) {
        alter_column made{.name = mine.name, .existing_type = theirs.type};
        made.existing_nullable = theirs.nullable;
        made.existing_default = theirs.default_value;
        made.existing_comment = theirs.comment;
        made.autoincrement = mine.numbered ? "True" : mine.autoincrement;
        compare_types(made, theirs, mine);
        compare_nullable(made, theirs, mine);
        compare_defaults(made, theirs, mine);
        if (theirs.comment != mine.comment) {
            made.comment = mine.comment;
            tell("Detected column comment '" + name_ + '.' + mine.name + '\'');
        }
        return made;
    }

    void compare_types(alter_column& made, column const& theirs, column const& mine) {
        if (!by_.types || !are_different(theirs.type.sql, mine.type.sql))
            return;
        if (theirs.type.needed.named_type)
            throw python::not_evaluable(
                "whether the type of " + name_ + '.' + mine.name + " has changed is not known: " + theirs.type.sql +
                    " in the database, " + mine.type.sql + " in the models",
                "let the project's own Python compare: --engine python"
            );
        made.type = mine.type;
        tell(
            "Detected type change from " + shown_type(theirs.type.python) + " to " + shown_type(mine.type.python) +
            " on '" + name_ + '.' + mine.name + '\''
        );
    }

    void compare_nullable(alter_column& made, column const& theirs, column const& mine) {
        if (theirs.nullable == mine.nullable)
            return;
        auto const is = [](column const& of, default_kind kind) {
            return of.default_value && of.default_value->kind == kind;
        };
        if (is(theirs, default_kind::identity) || is(mine, default_kind::identity) ||
            (is(mine, default_kind::computed) && mine.nullable)) {
            tell("Ignoring nullable change on identity column '" + name_ + '.' + mine.name + '\'');
            return;
        }
        made.nullable = mine.nullable;
        tell(
            std::string{"Detected "} + (mine.nullable ? "NULL" : "NOT NULL") + " on column '" + name_ + '.' +
            mine.name + '\''
        );
    }

    void compare_defaults(alter_column& made, column const& theirs, column const& mine) {
        auto const kind_of = [](column const& of) {
            return of.default_value ? of.default_value->kind : default_kind::value;
        };
        if (kind_of(theirs) == default_kind::computed || kind_of(mine) == default_kind::computed) {
            if (kind_of(theirs) != kind_of(mine))
                into_.notes.push_back("the computed default on " + name_ + '.' + mine.name + " cannot be modified");
            return;
        }
        if (kind_of(theirs) == default_kind::identity || kind_of(mine) == default_kind::identity)
            return compare_identities(made, theirs, mine);
        if (!by_.defaults || (mine.primary_key && mine.numbered))
            return;
        auto const& before = theirs.default_value;
        auto const& after = mine.default_value;
        if ((!before && !after) || (before && after && by_.defaults(before->sql, after->sql)))
            return;
        made.default_value = after;
        tell("Detected server default on column '" + name_ + '.' + mine.name + '\'');
    }

    void compare_identities(alter_column& made, column const& theirs, column const& mine) {
        auto const identity_of = [](column const& of) {
            return of.default_value ? of.default_value->identity : std::nullopt;
        };
        auto const before = identity_of(theirs);
        auto const after = identity_of(mine);
        auto const different = differing_attributes(after, before);
        if (different.empty() && before.has_value() == after.has_value())
            return;
        if (!by_.defaults)
            throw python::not_evaluable(
                "the identity column " + name_ + '.' + mine.name +
                    " differs, and only older releases of Alembic compare it without compare_server_default=True",
                "write compare_server_default=True in env.py, or let the project's own Python compare: --engine python"
            );
        made.default_value = mine.default_value;
        if (!different.empty())
            tell(
                "Detected server default on column '" + name_ + '.' + mine.name + "': identity options attributes ['" +
                boost::algorithm::join(different, "', '") + "']"
            );
    }

    void tell(std::string text) { into_.detected.push_back(std::move(text)); }

    table_pair sides_;
    rules const& by_;
    std::vector<table_change>& changes_;
    comparison& into_;
    std::string name_;
};

class schema_comparison {
public:
    schema_comparison(rules const& by, comparison& into) : by_{by}, into_{into} {}

    void add_new(std::vector<table> const& in_database, std::vector<table> const& in_models) {
        for (auto const& mine : in_models) {
            if (find(in_database, mine) != nullptr || !is_wanted(mine, false, false))
                continue;
            into_.changes.emplace_back(create_table{mine});
            tell("Detected added table " + quote_text(dotted(visible(mine))));
            modify({.in_database = nullptr, .in_models = &mine}, [](auto& keys) {
                keys.compare_indexes_and_unique_keys();
            });
        }
    }

    /// Those that refer to others go first. Alembic leaves their order to chance, and half of its revisions would fail.
    void drop_old(std::vector<table> const& in_database, std::vector<table> const& in_models) {
        auto const made = in_order_of_making(in_database);
        for (auto theirs = made.rbegin(); theirs != made.rend(); ++theirs) {
            bool const there = std::ranges::any_of(in_models, [&](auto const& mine) { return same(*theirs, mine); });
            if (there || !is_wanted(*theirs, true, false))
                continue;
            modify({.in_database = &*theirs, .in_models = nullptr}, [](auto& keys) {
                keys.compare_indexes_and_unique_keys();
            });
            into_.changes.emplace_back(drop_table{*theirs});
            tell("Detected removed table " + quote_text(dotted(*theirs)));
        }
    }

    void change_common(std::vector<table> const& in_database, std::vector<table> const& in_models) {
        std::vector<table_pair> common;
        for (auto const& mine : in_models)
            if (auto const* theirs = find(in_database, mine); theirs != nullptr)
                common.push_back({.in_database = theirs, .in_models = &mine});
        std::ranges::sort(common, {}, [](table_pair const& each) {
            return std::pair{each.in_database->schema.value_or(""), each.in_database->name};
        });
        for (auto const& each : common)
            if (is_wanted(*each.in_models, false, true))
                change(each);
    }

private:
    /// A table of the default schema goes by its own name.
    [[nodiscard]] table visible(table of) const {
        if (of.schema == by_.default_schema)
            of.schema.reset();
        return of;
    }

    [[nodiscard]] bool same(table const& theirs, table const& mine) const {
        auto const schema = mine.schema == by_.default_schema ? std::nullopt : mine.schema;
        return theirs.name == mine.name && theirs.schema == schema;
    }

    [[nodiscard]] table const* find(std::vector<table> const& in_database, table const& mine) const {
        for (auto const& each : in_database)
            if (same(each, mine))
                return &each;
        return nullptr;
    }

    [[nodiscard]] bool is_wanted(table const& of, bool reflected, bool has_other) const {
        return !by_.objects ||
               by_.objects({.kind = "table", .name = of.name, .of = of, .reflected = reflected, .has_other = has_other}
               );
    }

    template <typename Compare>
    void modify(table_pair sides, Compare const& compare_keys) {
        auto const& of = sides.in_database != nullptr ? *sides.in_database : *sides.in_models;
        modify_table made{.table = {.schema = of.schema, .name = of.name}};
        key_comparison keys{sides, by_, made.changes, into_};
        compare_keys(keys);
        if (!made.changes.empty())
            into_.changes.emplace_back(std::move(made));
    }

    void change(table_pair sides) {
        auto const& theirs = *sides.in_database;
        modify_table made{.table = {.schema = theirs.schema, .name = theirs.name}};
        column_comparison columns{sides, by_, made.changes, into_};
        columns.add_new();
        columns.alter_common();
        key_comparison keys{sides, by_, made.changes, into_};
        keys.compare_indexes_and_unique_keys();
        keys.compare_foreign_keys();
        if (theirs.comment != sides.in_models->comment) {
            made.changes.emplace_back(change_table_comment{
                .comment = sides.in_models->comment, .existing = theirs.comment});
            tell("Detected table comment " + quote_text(dotted(theirs)));
        }
        keys.compare_checks();
        columns.drop_old();
        if (!made.changes.empty())
            into_.changes.emplace_back(std::move(made));
    }

    void tell(std::string text) { into_.detected.push_back(std::move(text)); }

    rules const& by_;
    comparison& into_;
};

} // namespace

comparison compare(std::vector<table> const& in_database, std::vector<table> const& in_models, rules const& by) {
    comparison made;
    schema_comparison work{by, made};
    work.add_new(in_database, in_models);
    work.drop_old(in_database, in_models);
    work.change_common(in_database, in_models);
    return made;
}

} // namespace alembicore::generate
