#include "sqlalchemy/directives.hpp"

#include "sqlalchemy/context.hpp"
#include "sqlalchemy/custom_operations.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/tables.hpp"

#include <set>

namespace alembicore::sqlalchemy {

schema::qualified_name directive_call::table(std::string_view name, std::string_view schema_parameter) const {
    if (batch_table_)
        return *batch_table_;
    schema::qualified_name named{
        .name = required_identifier(given, name), .schema = optional_identifier(given, schema_parameter)};
    if (named.schema && named.schema->text.empty())
        named.schema.reset();
    return named;
}

bool directive_call::has_keyword(std::string_view name) const {
    return given.keywords().find(name) != nullptr;
}

std::vector<schema::identifier> directive_call::table_columns(std::string_view parameter) const {
    std::vector<schema::identifier> names;
    std::set<std::string> known;
    for (auto const& each : run.collect(given[parameter])) {
        auto name = identifier_of(each);
        if (!name)
            throw sqlalchemy_error(
                "ArgumentError",
                "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got " + run.repr(each)
            );
        if (!known.insert(name->text).second)
            throw duplicate_column(name->text, table().name.text);
        names.push_back(std::move(*name));
    }
    return names;
}

operation::presence directive_call::presence(std::string_view parameter) const {
    if (given.declared().slot_of(parameter) >= given.declared().parameters().size())
        return operation::presence::required;
    return run.truth(given[parameter]) ? operation::presence::optional : operation::presence::required;
}

schema::naming_convention const& directive_call::convention() const {
    return run.host<recording>().convention;
}

void directive_call::record(operation::any_operation made) const {
    if (pending_ == nullptr)
        return sqlalchemy::record(run, std::move(made));
    std::visit([&](auto& chosen) { chosen.place = run.place(); }, made);
    pending_->push_back(std::move(made));
}

std::vector<directive const*> const& all_directives() {
    static std::vector<directive const*> const all = [] {
        std::vector<directive const*> collected;
        for (auto const* family :
             {&table_directives(),
              &column_directives(),
              &index_directives(),
              &constraint_directives(),
              &statement_directives(),
              &entity_directives(),
              &enum_sync_directives(),
              &spatial_directives()})
            for (auto const& each : *family)
                collected.push_back(&each);
        return collected;
    }();
    return all;
}

void add_directives(python::module_registry& modules) {
    auto const made = make_op_module();
    modules.add(made);
    auto& op = *made;
    for (auto const* each : all_directives())
        if (!each->on_op.empty())
            op.function(each->on_op, [each](python::evaluation& run, python::bound_arguments const& given) {
                return each->code(directive_call{run, given});
            });
}

} // namespace alembicore::sqlalchemy
