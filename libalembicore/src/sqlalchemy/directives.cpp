#include "sqlalchemy/directives.hpp"

#include "sqlalchemy/context.hpp"
#include "sqlalchemy/names.hpp"

namespace alembicore::sqlalchemy {

schema::qualified_name directive_call::table(std::string_view name, std::string_view schema_parameter) const {
    if (batch_table_)
        return *batch_table_;
    return {.name = required_identifier(given, name), .schema = optional_identifier(given, schema_parameter)};
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
              &statement_directives()})
            for (auto const& each : *family)
                collected.push_back(&each);
        return collected;
    }();
    return all;
}

void add_directives(python::module_registry& modules) {
    auto& op = modules.module("alembic.op");
    for (auto const* each : all_directives())
        if (!each->on_op.empty())
            op.function(each->on_op, [each](python::evaluation& run, python::bound_arguments const& given) {
                return each->code(directive_call{run, given});
            });
}

} // namespace alembicore::sqlalchemy
