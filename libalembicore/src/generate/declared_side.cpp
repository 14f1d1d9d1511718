#include "generate/declared_side.hpp"

#include "generate/declared_table.hpp"
#include "generate/table_order.hpp"
#include "sqlalchemy/model.hpp"

#include <algorithm>
#include <iterator>

namespace alembicore::generate {

namespace {

constexpr char const* other_engine = "let the project's own Python compare: --engine python";

[[noreturn]] void refuse(std::string const& what, error_info const& why) {
    auto refused = python::not_evaluable(what + " is not known: " + why.message, other_engine);
    refused.info().place = why.place;
    throw error{refused};
}

bool is_relationship(sqlalchemy::model_class const& of, std::string const& attribute) {
    return std::ranges::any_of(of.relationships(), [&](auto const& each) { return each.name == attribute; });
}

/// A model of which anything is not known may have columns and tables that nobody sees.
void require_known(sqlalchemy::discovery const& found, model::metadata_list const& metadata) {
    for (auto const& each : found.failed_tables)
        refuse("the table " + each.name, each.why);
    for (auto const& each : found.models) {
        if (std::ranges::count(metadata, each->settings().metadata) == 0)
            continue;
        for (auto const& part : each->unknown_parts())
            if (!is_relationship(*each, part.attribute))
                refuse(each->name() + (part.attribute.empty() ? "" : '.' + part.attribute), part.why);
        if (each->table() == nullptr)
            each->require_mapped();
    }
}

/// Follows keys from table to table until one has a type.
class type_search {
public:
    explicit type_search(model::metadata_list const& metadata) : metadata_{metadata} {}

    [[nodiscard]] std::optional<known_type>
    operator()(schema::qualified_name const& table, std::string const& column) const {
        return find(table, column, 0);
    }

private:
    [[nodiscard]] std::optional<known_type>
    find(schema::qualified_name const& table, std::string const& column, int steps) const {
        constexpr int most_steps = 50; // Keys may refer to each other in a ring.
        for (auto const& metadata : metadata_)
            for (auto const& each : metadata->declared) {
                if (each->name() != table || !each->declaration() || steps > most_steps)
                    continue;
                if (auto known = own_type(*each, column))
                    return known;
                for (auto const& constraint : each->declaration()->definition.constraints)
                    if (auto const* key = std::get_if<schema::foreign_key>(&constraint))
                        for (std::size_t at = 0; at < key->columns.size() && at < key->referred_columns.size(); ++at)
                            if (key->columns[at].text == column)
                                return find(key->referred, key->referred_columns[at].text, steps + 1);
            }
        return std::nullopt;
    }

    model::metadata_list const& metadata_;
};

} // namespace

std::vector<table>
declare(model::declarations const& from, model::metadata_list const& metadata, sqlalchemy_generation like) {
    require_known(from.found(), metadata);
    type_source const types = type_search{metadata};
    std::vector<table> all;
    for (auto const& each : metadata) {
        std::vector<table> some;
        for (auto const& one : each->declared)
            if (one->declaration())
                some.push_back(declare_table(*one, types, like));
        std::ranges::move(in_order_of_making(std::move(some)), std::back_inserter(all));
    }
    return all;
}

} // namespace alembicore::generate
