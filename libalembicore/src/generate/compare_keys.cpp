#include "generate/compare_keys.hpp"

#include "generate/render_items.hpp"
#include "python/text.hpp"
#include "sql/identifier.hpp"

#include <boost/algorithm/string/join.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace alembicore::generate {

namespace {

using boost::algorithm::join;
using python::quote_text;

/// As the server calls it: a generated name may be shortened.
std::string final_name(schema::object_name const& name) {
    auto text = sql::quote(name);
    if (text.size() > 1 && text.front() == '"')
        return name.name.text.size() > 63 ? text.substr(1, text.size() - 2) : name.name.text;
    return text;
}

std::string final_name(std::optional<schema::object_name> const& name) {
    return name ? final_name(*name) : std::string{};
}

std::optional<std::string> optional_name(std::optional<schema::object_name> const& name) {
    return name ? std::optional{name->name.text} : std::nullopt;
}

std::vector<std::string> sorted(std::vector<std::string> names) {
    std::ranges::sort(names);
    return names;
}

/// `('a', 'b')`, `('a',)`
std::string tuple_of(std::vector<std::string> const& names) {
    auto text = render_names(names);
    text = text.substr(1, text.size() - 2);
    return '(' + text + (names.size() == 1 ? ",)" : ")");
}

std::string message_list(std::vector<std::string> const& names) {
    return join(names, ", ");
}

/// Why two indexes of one name are different; empty: they are not.
std::string difference_of(index const& before, index const& after) {
    std::vector<std::string> said;
    auto const truth = [](bool value) { return std::string{value ? "True" : "False"}; };
    if (before.unique != after.unique)
        said.push_back("unique=" + truth(before.unique) + " to unique=" + truth(after.unique));
    if (before.elements.size() != after.elements.size())
        said.push_back(
            "expression number " + std::to_string(before.elements.size()) + " to " +
            std::to_string(after.elements.size())
        );
    if (!said.empty())
        return join(said, ", ");
    for (std::size_t at = 0; at < before.compared.size(); ++at)
        if (before.compared[at] != after.compared[at])
            said.push_back(
                "expression #" + std::to_string(at + 1) + ' ' + quote_text(before.shown[at]) + " to " +
                quote_text(after.shown[at])
            );
    if (before.nulls_not_distinct != after.nulls_not_distinct)
        said.emplace_back("options nulls_not_distinct");
    return join(said, ", ");
}

/// An expression with its operator class in it is not compared.
bool is_incomparable(index const& before, index const& after) {
    for (std::size_t at = 0; at < after.compared.size() && at < before.compared.size(); ++at) {
        auto const& shown = after.shown[at];
        if (before.compared[at] != after.compared[at] && shown.ends_with("_ops") &&
            shown.find_first_of(" )") != std::string::npos)
            return true;
    }
    return false;
}

/// What makes a foreign key the same one, whatever its name.
using key_signature = std::tuple<
    std::optional<std::string>,
    std::vector<std::string>,
    std::optional<std::string>,
    std::string,
    std::vector<std::string>,
    std::string,
    std::string,
    std::string>;

std::string lowered_action(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text == "no action" ? std::string{} : text;
}

key_signature signature_of(table const& of, foreign_key const& key) {
    std::string const checked = lowered_action(key.initially) == "deferred" ? "initially"
                                : key.deferrable                            ? "deferrable"
                                                                            : "";
    return {
        of.schema,
        key.columns,
        key.referred_schema,
        key.referred_table,
        key.referred_columns,
        lowered_action(key.on_update),
        lowered_action(key.on_delete),
        checked};
}

std::string described(table const& of, foreign_key const& key) {
    return '(' + message_list(key.columns) + ")(" + message_list(key.referred_columns) + ") on table " + dotted(of);
}

} // namespace

bool key_comparison::is_wanted(
    std::string_view kind, std::optional<std::string> const& name, bool reflected, bool has_other
) const {
    if (!by_.objects)
        return true;
    auto const& of = reflected ? *sides_.in_database : *sides_.in_models;
    return by_.objects({.kind = kind, .name = name, .of = of, .reflected = reflected, .has_other = has_other});
}

bool key_comparison::is_named_in(std::string_view kind, std::string const& name) const {
    return !by_.names || by_.names(kind, name, *sides_.in_database);
}

void key_comparison::add(index const& made) {
    if (!is_wanted("index", made.name.name.text, false, false))
        return;
    changes_.emplace_back(create_index{made});
    tell("Detected added index " + quote_text(made.name.name.text) + " on '" + tuple_of(made.columns) + '\'');
}

/// CREATE TABLE makes those of a new table.
void key_comparison::add(unique_key const& made) {
    if (sides_.in_database == nullptr || !is_wanted("unique_constraint", optional_name(made.name), false, false))
        return;
    changes_.emplace_back(add_constraint{made});
    auto const name = made.name ? quote_text(made.name->name.text) : "None";
    tell("Detected added unique constraint " + name + " on '" + tuple_of(made.columns) + '\'');
    if (!made.name)
        into_.notes.push_back(
            "the unique constraint on " + dotted(*sides_.in_models) + '(' + message_list(made.columns) +
            ") has no name, and downgrade() cannot drop it: name it, or give the MetaData a naming_convention"
        );
}

void key_comparison::remove(index const& gone) {
    if (!is_wanted("index", gone.name.name.text, true, false))
        return;
    changes_.emplace_back(drop_index{gone});
    tell("Detected removed index " + quote_text(gone.name.name.text) + " on " + quote_text(sides_.one().name));
}

void key_comparison::remove(unique_key const& gone) {
    if (sides_.in_models == nullptr || !is_wanted("unique_constraint", optional_name(gone.name), true, false))
        return;
    changes_.emplace_back(drop_constraint{gone});
    tell(
        "Detected removed unique constraint " + quote_text(gone.name->name.text) + " on " +
        quote_text(sides_.one().name)
    );
}

void key_comparison::change_index(index const& before, index const& after) {
    auto const why = difference_of(before, after);
    if (why.empty())
        return;
    if (is_incomparable(before, after)) {
        into_.notes.push_back(
            "the index " + after.name.name.text +
            " is taken for equal: an expression with an operator class in it "
            "cannot be compared; give the class in postgresql_ops"
        );
        return;
    }
    if (!is_wanted("index", after.name.name.text, false, true))
        return;
    tell(
        "Detected changed index " + quote_text(before.name.name.text) + " on " + quote_text(sides_.one().name) + ": " +
        why
    );
    changes_.emplace_back(drop_index{before});
    changes_.emplace_back(create_index{after});
}

void key_comparison::change_key(unique_key const& before, unique_key const& after) {
    bool const equal =
        sorted(before.columns) == sorted(after.columns) && before.nulls_not_distinct == after.nulls_not_distinct;
    if (equal || !is_wanted("unique_constraint", optional_name(after.name), false, true))
        return;
    tell(
        "Detected changed unique constraint " + quote_text(before.name->name.text) + " on " +
        quote_text(sides_.one().name) + ": expression " + tuple_of(sorted(before.columns)) + " to " +
        tuple_of(sorted(after.columns))
    );
    changes_.emplace_back(drop_constraint{before});
    changes_.emplace_back(add_constraint{after});
}

void key_comparison::compare_indexes_and_unique_keys() {
    using named_object = std::variant<index const*, unique_key const*>;
    std::map<std::string, named_object> theirs;
    std::map<std::string, named_object> ours;
    if (sides_.in_database != nullptr) {
        if (sides_.in_models != nullptr) // DROP TABLE takes the constraints of its table with it.
            for (auto const& each : sides_.in_database->unique)
                if (is_named_in("unique_constraint", final_name(each.name)))
                    theirs.emplace(final_name(each.name), &each);
        for (auto const& each : sides_.in_database->indexes)
            if (is_named_in("index", final_name(each.name)))
                theirs.emplace(final_name(each.name), &each);
    }
    std::vector<unique_key const*> unnamed;
    if (sides_.in_models != nullptr) {
        for (auto const& each : sides_.in_models->unique)
            if (each.name)
                ours.insert_or_assign(final_name(each.name), &each);
            else
                unnamed.push_back(&each);
        for (auto const& each : sides_.in_models->indexes)
            ours.insert_or_assign(final_name(each.name), &each);
    }
    std::set<std::vector<std::string>> unnamed_columns;
    for (auto const* each : unnamed)
        unnamed_columns.insert(sorted(each->columns));

    auto const remove_one = [&](named_object const& each) { std::visit([&](auto const* one) { remove(*one); }, each); };
    auto const add_one = [&](named_object const& each) { std::visit([&](auto const* one) { add(*one); }, each); };
    for (auto const& [name, each] : theirs) {
        if (ours.contains(name))
            continue;
        auto const* const* key = std::get_if<unique_key const*>(&each);
        if (key == nullptr || !unnamed_columns.contains(sorted((*key)->columns)))
            remove_one(each);
    }
    for (auto const& [name, mine] : ours) {
        auto const found = theirs.find(name);
        if (found == theirs.end())
            continue;
        if (found->second.index() != mine.index()) {
            remove_one(found->second);
            add_one(mine);
        } else if (auto const* const* one = std::get_if<index const*>(&mine))
            change_index(*std::get<index const*>(found->second), **one);
        else
            change_key(*std::get<unique_key const*>(found->second), *std::get<unique_key const*>(mine));
    }
    for (auto const& [name, mine] : ours)
        if (!theirs.contains(name))
            add_one(mine);
    for (auto const* each : unnamed) {
        bool const there = sides_.in_database != nullptr &&
                           std::ranges::any_of(sides_.in_database->unique, [&](unique_key const& other) {
                               return sorted(other.columns) == sorted(each->columns);
                           });
        if (!there)
            add(*each);
    }
}

void key_comparison::compare_foreign_keys() {
    std::map<key_signature, foreign_key const*> theirs;
    std::map<key_signature, foreign_key const*> ours;
    std::set<std::string> their_names;
    std::set<std::string> our_names;
    for (auto const& each : sides_.in_database->foreign_keys)
        if (is_named_in("foreign_key_constraint", final_name(each.name))) {
            theirs.emplace(signature_of(*sides_.in_database, each), &each);
            their_names.insert(final_name(each.name));
        }
    for (auto const& each : sides_.in_models->foreign_keys) {
        ours.emplace(signature_of(*sides_.in_models, each), &each);
        if (each.name)
            our_names.insert(final_name(each.name));
    }
    for (auto const& [signature, gone] : theirs) {
        if (ours.contains(signature) ||
            !is_wanted(
                "foreign_key_constraint", optional_name(gone->name), true, our_names.contains(final_name(gone->name))
            ))
            continue;
        changes_.emplace_back(drop_constraint{*gone});
        tell("Detected removed foreign key " + described(*sides_.in_database, *gone));
    }
    for (auto const& [signature, made] : ours) {
        if (theirs.contains(signature) || !is_wanted(
                                              "foreign_key_constraint",
                                              optional_name(made->name),
                                              false,
                                              made->name && their_names.contains(final_name(made->name))
                                          ))
            continue;
        changes_.emplace_back(add_constraint{*made});
        tell("Detected added foreign key " + described(*sides_.in_models, *made));
        if (!made->name)
            into_.notes.push_back(
                "the foreign key on " + dotted(*sides_.in_models) + '(' + message_list(made->columns) +
                ") has no name, and downgrade() cannot drop it: name it, or give the MetaData a naming_convention"
            );
    }
}

/// By their names alone: what a condition means is not compared.
void key_comparison::compare_checks() {
    std::map<std::string, check const*> theirs;
    std::map<std::string, check const*> ours;
    for (auto const& each : sides_.in_database->checks)
        if (is_named_in("check_constraint", final_name(each.name)))
            theirs.emplace(final_name(each.name), &each);
    for (auto const& each : sides_.in_models->checks)
        if (each.name)
            ours.emplace(final_name(each.name), &each);
    bool const has_unnamed =
        std::ranges::any_of(sides_.in_models->checks, [](check const& each) { return !each.name; });
    auto const on_table = " on table " + quote_text(sides_.one().name);
    for (auto const& [name, gone] : theirs)
        if (!ours.contains(name) && is_wanted("check_constraint", name, true, false)) {
            changes_.emplace_back(drop_constraint{*gone});
            tell("Detected removed check constraint " + quote_text(name) + on_table);
            if (has_unnamed)
                into_.notes.push_back(
                    "the check " + name + " of " + dotted(*sides_.in_database) +
                    " may be one to which the models give no name: Alembic compares checks by their names alone"
                );
        }
    for (auto const& [name, made] : ours)
        if (!made->of_type && !theirs.contains(name) && is_wanted("check_constraint", name, false, false)) {
            changes_.emplace_back(add_constraint{*made});
            tell("Detected added check constraint " + quote_text(name) + on_table);
        }
}

} // namespace alembicore::generate
