// The types of `geoalchemy2` on PostgreSQL. A column of such a type brings an index to its table.
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/types_packages.hpp"

#include <array>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return text;
}

std::optional<spatial_index> index_of(evaluation& run, bound_arguments const& given, bool raster) {
    bool const all_dimensions = !raster && run.truth(given["use_N_D_index"]);
    if (!run.truth(given["spatial_index"])) {
        if (all_dimensions)
            throw sqlalchemy_error("ArgumentError", "Arg Error(use_N_D_index): spatial_index must be True");
        return std::nullopt;
    }
    if (run.truth(given["_spatial_index_reflected"]))
        return std::nullopt;
    if (raster)
        return spatial_index::of_hull;
    return all_dimensions ? spatial_index::of_all_dimensions : spatial_index::of_column;
}

/// geometry(POINT,4326), geography(…), raster
type_maker spatial_type(std::string word) {
    return [word = std::move(word)](evaluation& run, bound_arguments const& given) {
        bool const raster = word == "raster";
        auto const srid = raster ? std::optional<std::int64_t>{-1} : given.optional_integer("srid");
        if (!raster && (given["use_typmod"].boolean() == false || run.truth(given["management"])))
            throw python::not_evaluable(
                "a column that AddGeometryColumn() adds after its table", "leave use_typmod and management out"
            );
        schema::column_type type;
        type.keyword = given.optional_text("name").value_or(word);
        auto const kind = raster ? std::nullopt : given.optional_text("geometry_type");
        if (kind && !kind->empty())
            type.keyword += '(' + upper(*kind) + ',' + std::to_string(srid.value_or(-1)) + ')';
        type_traits traits{.conversion = value_conversion::unknown, .attributes = argument_attributes(given)};
        traits.spatial = index_of(run, given, raster);
        traits.not_null = !run.truth(given["nullable"]);
        return std::make_shared<type_value>(given.declared().name(), std::move(type), std::move(traits));
    };
}

} // namespace

schema::index
make_spatial_index(schema::qualified_name const& table, schema::identifier const& column, spatial_index kind) {
    auto value = schema::column_reference(column);
    if (kind == spatial_index::of_hull)
        value = {.kind = schema::expression_kind::function, .text = "ST_ConvexHull", .operands = {std::move(value)}};
    schema::index made;
    made.name = {.name = {"idx_" + table.name.text + '_' + column.text, {}}};
    made.table = table;
    made.elements = {
        {.value = std::move(value),
         .operator_class = kind == spatial_index::of_all_dimensions ? "gist_geometry_ops_nd" : ""}};
    made.method = "gist";
    return made;
}

void add_spatial_types(python::module_registry& modules) {
    static constexpr std::array<std::string_view, 3> where{
        "geoalchemy2", "geoalchemy2.types", "geoalchemy2.types.dialects.postgresql"};
    type_row const rows[] = {
        {"Geometry(geometry_type='GEOMETRY', srid=-1, dimension=None, spatial_index=True, use_N_D_index=False, "
         "use_typmod=None, from_text=None, name=None, nullable=True, _spatial_index_reflected=None, management=False)",
         spatial_type("geometry"),
         "UserDefinedType"},
        {"Geography(geometry_type='GEOMETRY', srid=-1, dimension=None, spatial_index=True, use_N_D_index=False, "
         "use_typmod=None, from_text=None, name=None, nullable=True, _spatial_index_reflected=None, management=False)",
         spatial_type("geography"),
         "UserDefinedType"},
        {"Raster(spatial_index=True, from_text=None, name=None, nullable=True, _spatial_index_reflected=None)",
         spatial_type("raster"),
         "UserDefinedType"},
    };
    add_types(modules, where, rows);
}

} // namespace alembicore::sqlalchemy
