#include "authoring/difference.hpp"

#include "authoring/column_change.hpp"
#include "authoring/making.hpp"
#include "catalog/definition.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace alembicore::authoring {

namespace {

using catalog::quoted;
using catalog::snapshot;
using operation_list = std::vector<operation::any_operation>;

constexpr std::string_view comment_prefix = "comment on ";

standing_tables tables_of_both(snapshot const& before, snapshot const& after) {
    standing_tables both;
    for (auto const& each : after.tables)
        if (std::ranges::find(before.tables, each.name, &catalog::table::name) != before.tables.end())
            both.insert(each.name);
    return both;
}

/// Kinds of things that others are made of: they go after all that may use them.
bool is_foundation(std::string_view key) {
    for (std::string_view const kind : {"schema ", "extension ", "type ", "domain ", "sequence "})
        if (key.starts_with(kind))
            return true;
    return key.starts_with("server ") || key.starts_with("foreign data wrapper ");
}

/// Kinds that can be taken away and made again without losing anything.
bool is_made_anew(std::string_view key) {
    for (std::string_view const kind :
         {"constraint ", "index ", "view ", "materialized view ", "trigger ", "policy ", "routine "})
        if (key.starts_with(kind))
            return true;
    return false;
}

catalog::table const& table_named(snapshot const& of, catalog::name const& name) {
    return *std::ranges::find(of.tables, name, &catalog::table::name);
}

class difference {
public:
    difference(snapshot const& before, snapshot const& after, revision_names const& names, part_choice const& chosen)
        : before_{before}, after_{after}, names_{names}, chosen_{chosen}, standing_{tables_of_both(before, after)},
          enumerations_{after, names}, old_makings_{makings_of(before, names, standing_)},
          new_makings_{makings_of(after, names, standing_)}, old_parts_{catalog::parts(before)},
          new_parts_{catalog::parts(after)} {}

    schema_operations run() {
        for (auto const& each : new_makings_)
            if (is_chosen(each) && is_there(old_parts_, each) && differs(each) && is_made_anew(each.key) &&
                !is_replaced_in_place(each))
                anew_.insert(each.key);
        make_readers_anew();
        for (auto each = old_makings_.rbegin(); each != old_makings_.rend(); ++each)
            if (is_chosen(*each) && is_gone(*each) && !is_left_for_last(*each))
                add(each->unmake);
        for (auto const& each : new_makings_)
            if (is_chosen(each))
                bring(each);
        for (auto const& name : standing_)
            bring_table(table_named(before_, name), table_named(after_, name));
        for (auto each = old_makings_.rbegin(); each != old_makings_.rend(); ++each)
            if (is_chosen(*each) && is_gone(*each) && is_left_for_last(*each))
                add(each->unmake);
        return std::move(made_);
    }

private:
    using parts = std::map<std::string, std::string>;

    [[nodiscard]] bool is_chosen(std::string const& key) const { return !chosen_ || chosen_(key); }

    /// What belongs to a table that one side lacks is chosen with it. Views may have to be made anew for another's
    /// sake.
    [[nodiscard]] bool is_chosen(making const& each) const {
        if (each.key.empty() || anew_.contains(each.key) || is_chosen(each.key) ||
            is_chosen(std::string{comment_prefix} + each.key) ||
            std::ranges::any_of(each.more_keys, [&](auto const& key) { return is_chosen(key); }))
            return true;
        return is_part_of_lone_table(each.key);
    }

    [[nodiscard]] bool is_part_of_lone_table(std::string const& key) const {
        auto const name = key.substr(key.find(' ') + 1);
        auto const owns = [&](catalog::table const& each) {
            return !standing_.contains(each.name) && name.starts_with(quoted(each.name) + '.') &&
                   is_chosen("table " + quoted(each.name));
        };
        return std::ranges::any_of(before_.tables, owns) || std::ranges::any_of(after_.tables, owns);
    }

    void add(operation_list const& operations) {
        made_.operations.insert(made_.operations.end(), operations.begin(), operations.end());
    }

    static bool is_there(parts const& among, making const& each) { return among.contains(each.key); }

    static std::optional<std::string> text_in(parts const& of, std::string const& key) {
        auto const found = of.find(key);
        return found == of.end() ? std::nullopt : std::optional{found->second};
    }

    [[nodiscard]] bool differs_in(std::string const& key) const {
        return text_in(old_parts_, key) != text_in(new_parts_, key);
    }

    [[nodiscard]] bool differs(making const& each) const {
        return differs_in(each.key) ||
               std::ranges::any_of(each.more_keys, [&](auto const& key) { return differs_in(key); });
    }

    [[nodiscard]] bool is_gone(making const& each) const {
        return !each.key.empty() && (!new_parts_.contains(each.key) || anew_.contains(each.key));
    }

    /// Whether columns and keys may use it until they are changed. So they may use a function that is there before
    /// tables are; one that comes after them is gone before them.
    [[nodiscard]] bool is_left_for_last(making const& each) const {
        if (anew_.contains(each.key))
            return false;
        if (!each.key.starts_with("routine "))
            return is_foundation(each.key);
        auto const first_table = std::ranges::find_if(old_makings_, [](making const& one) {
            return one.key.starts_with("table ") || one.key.starts_with("column ");
        });
        auto const own = std::ranges::find(old_makings_, each.key, &making::key);
        return own < first_table;
    }

    /// A function of the same signature and result.
    [[nodiscard]] bool is_replaced_in_place(making const& each) const {
        if (!each.key.starts_with("routine "))
            return false;
        auto const of_key = [&](catalog::routine const& one) {
            return "routine " + quoted(one.name) + '(' + one.arguments + ')' == each.key;
        };
        auto const was = std::ranges::find_if(before_.routines, of_key);
        auto const is = std::ranges::find_if(after_.routines, of_key);
        return was != before_.routines.end() && is != after_.routines.end() && was->result == is->result &&
               was->kind == is->kind && is->kind != catalog::routine_kind::aggregate;
    }

    /// Views that read a table whose columns go or change their type, and views that read those.
    void make_readers_anew() {
        std::set<catalog::name> touched;
        for (auto const& name : standing_) {
            auto const& was = table_named(before_, name);
            auto const& is = table_named(after_, name);
            if (std::ranges::any_of(was.columns, [&](catalog::column const& column) {
                    auto const found = std::ranges::find(is.columns, column.name, &catalog::column::name);
                    if (!is_chosen("column " + quoted(name) + '.' + quoted(column.name)))
                        return false;
                    return found == is.columns.end() || changes_type({name, column, *found}) ||
                           column.generated != found->generated;
                }))
                touched.insert(name);
        }
        for (bool more = true; more;) {
            more = false;
            for (auto const& view : before_.views)
                if (!touched.contains(view.name) &&
                    std::ranges::any_of(view.reads, [&](auto const& source) { return touched.contains(source); })) {
                    touched.insert(view.name);
                    anew_.insert((view.materialized ? "materialized view " : "view ") + quoted(view.name));
                    more = true;
                }
        }
    }

    void bring(making const& each) {
        if (each.key.empty()) {
            if (routines_change())
                add(each.make);
            return;
        }
        if (!is_there(old_parts_, each) || anew_.contains(each.key))
            return add(each.make);
        if (differs(each))
            change(each);
        else if (differs_in(std::string{comment_prefix} + each.key))
            add(each.remark);
    }

    /// Whether functions are made: they are not looked into meanwhile.
    [[nodiscard]] bool routines_change() const {
        return std::ranges::any_of(new_makings_, [&](making const& each) {
            return each.key.starts_with("routine ") && is_chosen(each) && differs(each);
        });
    }

    void change(making const& each) {
        if (each.key.starts_with("column "))
            return change_column(each);
        if (each.key.starts_with("routine "))
            return add(each.make);
        if (each.key.starts_with("sequence "))
            return change_sequence(each.key);
        if (each.key.starts_with("type "))
            return change_type(each.key);
        made_.unsaid.push_back(each.key);
    }

    void change_column(making const& each) {
        for (auto const& name : standing_)
            for (auto const& is : table_named(after_, name).columns) {
                if ("column " + quoted(name) + '.' + quoted(is.name) != each.key)
                    continue;
                auto const& columns = table_named(before_, name).columns;
                auto const& was = *std::ranges::find(columns, is.name, &catalog::column::name);
                changed_column const changed{name, was, is};
                if (becomes_generated(changed))
                    return made_.unsaid.push_back(each.key);
                add(operations_for(changed, names_, enumerations_));
                if (was.comment != is.comment)
                    add(each.remark);
            }
    }

    /// Once for its numbers and its owner; other makings of the same key have nothing to add.
    void change_sequence(std::string const& key) {
        if (!changed_.insert(key).second)
            return;
        for (auto const& each : after_.sequences)
            if ("sequence " + quoted(each.name) == key) {
                auto text = "ALTER SEQUENCE " + quoted(each.name) + " AS " + each.type + ' ' + catalog::series_of(each);
                made_.operations.push_back(statement(each.cycle ? text : text + " NO CYCLE"));
                if (!each.of_identity)
                    made_.operations.push_back(statement(
                        "ALTER SEQUENCE " + quoted(each.name) + " OWNED BY " +
                        (each.owning_table ? quoted(*each.owning_table) + '.' + quoted(each.owning_column) : "NONE")
                    ));
            }
    }

    /// Labels can be added, and never be taken away. They may not be used before the transaction that adds them ends.
    void change_type(std::string const& key) {
        auto const of_key = [&](catalog::enumeration const& each) { return "type " + quoted(each.name) == key; };
        auto const was = std::ranges::find_if(before_.enumerations, of_key);
        auto const is = std::ranges::find_if(after_.enumerations, of_key);
        if (was == before_.enumerations.end() || is == after_.enumerations.end())
            return made_.unsaid.push_back(key);
        std::vector<std::string> kept;
        std::ranges::copy_if(is->labels, std::back_inserter(kept), [&](auto const& label) {
            return std::ranges::find(was->labels, label) != was->labels.end();
        });
        if (kept != was->labels)
            return made_.unsaid.push_back(key);
        made_.operations.emplace_back(operation::begin_autocommit{});
        for (std::size_t at = 0; at < is->labels.size(); ++at)
            if (std::ranges::find(was->labels, is->labels[at]) == was->labels.end())
                made_.operations.push_back(statement(
                    "ALTER TYPE " + quoted(is->name) + " ADD VALUE " + sql::quote_literal(is->labels[at]) +
                    (at == 0
                         ? was->labels.empty() ? std::string{} : " BEFORE " + sql::quote_literal(was->labels.front())
                         : " AFTER " + sql::quote_literal(is->labels[at - 1]))
                ));
        made_.operations.emplace_back(operation::end_autocommit{});
    }

    /// What is said of the table itself.
    void bring_table(catalog::table const& was, catalog::table const& is) {
        auto const name = quoted(is.name);
        if (was.comment != is.comment && is_chosen("comment on table " + name))
            made_.operations.emplace_back(operation::set_table_comment{
                .table = names_.of(is.name), .comment = is.comment});
        if (!is_chosen("table " + name))
            return;
        auto const alter = [&](std::string const& how) {
            made_.operations.push_back(statement("ALTER TABLE " + name + ' ' + how));
        };
        if (was.row_security != is.row_security)
            alter(is.row_security ? "ENABLE ROW LEVEL SECURITY" : "DISABLE ROW LEVEL SECURITY");
        if (was.row_security_forced != is.row_security_forced)
            alter(is.row_security_forced ? "FORCE ROW LEVEL SECURITY" : "NO FORCE ROW LEVEL SECURITY");
        if (was.unlogged != is.unlogged)
            alter(is.unlogged ? "SET UNLOGGED" : "SET LOGGED");
        bring_options(was, is, alter);
        bool const same_form = was.kind == is.kind && was.parents == is.parents &&
                               was.partition_key == is.partition_key && was.partition_bound == is.partition_bound &&
                               was.access_method == is.access_method && was.tablespace == is.tablespace &&
                               was.server == is.server && was.server_options == is.server_options;
        if (!same_form)
            made_.unsaid.push_back("table " + name);
    }

    template <typename Alter>
    static void bring_options(catalog::table const& was, catalog::table const& is, Alter const& alter) {
        if (was.options == is.options)
            return;
        auto const name_of = [](std::string const& option) { return option.substr(0, option.find('=')); };
        std::vector<std::string> gone;
        for (auto const& each : was.options)
            if (std::ranges::none_of(is.options, [&](auto const& one) { return name_of(one) == name_of(each); }))
                gone.push_back(name_of(each));
        if (!gone.empty())
            alter("RESET (" + catalog::joined(gone) + ')');
        if (!is.options.empty())
            alter("SET (" + catalog::joined(is.options) + ')');
    }

    snapshot const& before_;
    snapshot const& after_;
    revision_names const& names_;
    part_choice const& chosen_;
    standing_tables standing_;
    known_enumerations enumerations_;
    std::vector<making> old_makings_;
    std::vector<making> new_makings_;
    parts old_parts_;
    parts new_parts_;
    std::set<std::string> anew_;    ///< taken away and made again
    std::set<std::string> changed_; ///< sequences
    schema_operations made_;
};

} // namespace

schema_operations operations_between(
    snapshot const& before, snapshot const& after, revision_names const& names, part_choice const& chosen
) {
    return difference{before, after, names, chosen}.run();
}

} // namespace alembicore::authoring
