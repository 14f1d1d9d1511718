// The directives of geoalchemy2.alembic_helpers: on PostgreSQL, those of Alembic under other names.
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/tables.hpp"

#include <algorithm>
#include <forward_list>

namespace alembicore::sqlalchemy {

namespace {

directive const& directive_of(std::vector<directive> const& family, std::string_view name) {
    return *std::find_if(family.begin(), family.end(), [&](directive const& each) {
        return each.on_op.substr(0, each.on_op.find('(')) == name;
    });
}

/// `create_table(…)` as `create_geospatial_table(…)`, perhaps with one parameter more.
std::string_view renamed(std::string_view declared, std::string_view added) {
    static std::forward_list<std::string> kept;
    if (declared.empty())
        return {};
    std::string text{declared};
    text.insert(text.find('_') + 1, "geospatial_");
    if (!added.empty())
        text.insert(text.find(", **kw"), ", " + std::string{added});
    return kept.emplace_front(std::move(text));
}

directive spatial(std::vector<directive> const& family, std::string_view name, std::string_view added = {}) {
    auto const& known = directive_of(family, name);
    return {renamed(known.on_op, added), renamed(known.in_batch, added), known.code};
}

/// Without the index that `add_column` would create: the package asks for it with a directive of its own.
python::value add_geospatial_column(directive_call const& call) {
    auto const column = call.given["column"].as<column_value>();
    auto const type = column ? column->value_type() : nullptr;
    if (!type)
        throw call.given.refusal("column", "not a column with a type");
    auto traits = type->traits();
    traits.spatial.reset();
    python::value const plain = std::make_shared<column_value>(
        column->options(), std::make_shared<type_value>(type->type_name(), type->definition(), std::move(traits))
    );
    std::vector<std::optional<python::value>> slots;
    for (auto const& parameter : call.given.declared().parameters())
        if (parameter.kind == python::syntax::parameter_kind::keywords)
            slots.emplace_back(python::value::dict());
        else
            slots.emplace_back(parameter.name == "column" ? plain : call.given[parameter.name]);
    python::bound_arguments const given{call.given.declared(), std::move(slots)};
    return directive_of(column_directives(), "add_column").code(directive_call{call, given});
}

} // namespace

std::vector<directive> const& spatial_directives() {
    static std::vector<directive> const rows = [] {
        auto add_column = spatial(column_directives(), "add_column");
        add_column.code = add_geospatial_column;
        return std::vector<directive>{
            spatial(table_directives(), "create_table"),
            spatial(table_directives(), "drop_table"),
            std::move(add_column),
            spatial(column_directives(), "drop_column"),
            spatial(index_directives(), "create_index"),
            spatial(index_directives(), "drop_index", "column_name=None"),
        };
    }();
    return rows;
}

} // namespace alembicore::sqlalchemy
