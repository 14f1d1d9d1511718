#include "sqlalchemy/client_defaults.hpp"

#include "python/machine.hpp"
#include "python/user_class.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

using python::evaluation;

python::value client_value(evaluation& run, python::value const& given) {
    if (auto const function = given.as<python::user_function>()) {
        for (auto const& parameter : function->declared().parameters())
            if (!parameter.fallback && parameter.kind != python::syntax::parameter_kind::rest &&
                parameter.kind != python::syntax::parameter_kind::keywords)
                throw python::not_evaluable("a default that looks at the context of the statement");
        return run.call(given, {});
    }
    if (given.as<python::native_function>() || given.as<python::type_object>() || given.as<python::bound_callable>())
        return run.call(given, {});
    if (auto const sequence = given.as<sequence_value>())
        return run.call(*run.attribute(given, "next_value"), {});
    return given;
}

void fill_updates(evaluation& run, table_value const& table, dml_state& to) {
    if (!table.declaration())
        return;
    for (auto const& column : table.declaration()->columns) {
        bool const given =
            std::ranges::any_of(to.values, [&](auto const& each) { return each.name == column.name.text; });
        if (given || !column.updated_by_client)
            continue;
        python::dict_table filled;
        filled.set(column.name.text, client_value(run, column.client_update));
        for (auto& each : read_values(run, table, filled))
            to.values.push_back(std::move(each));
    }
}

} // namespace alembicore::sqlalchemy
