#include "sqlalchemy/session.hpp"

#include "python/function.hpp"
#include "sqlalchemy/connection.hpp"
#include "sqlalchemy/transactions.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

python::value call_method(evaluation& run, python::value const& of, std::string_view name) {
    return run.call(*run.attribute(of, name), {});
}

python::value execute(evaluation& run, bound_arguments const& given) {
    return execute_statement(run, given["statement"], given["params"]);
}

python::value nothing(evaluation&, bound_arguments const&) {
    return {};
}

/// The session has joined the transaction of the run: its commit sends what is pending and leaves the rest to the run,
/// but its rollback would undo the run's work too.
[[noreturn]] python::value roll_back(evaluation&, bound_arguments const&) {
    throw python::not_evaluable(
        "Session.rollback() undoes the transaction that Alembic has begun", "raise an exception, or use a savepoint"
    );
}

struct method_row {
    std::string_view name;
    std::string_view declared;
    python::value (*code)(evaluation& run, bound_arguments const& given);
};

constexpr method_row methods[] = {
    {"execute", "execute(statement, params=None, **kw)", execute},
    {"scalar",
     "scalar(statement, params=None, **kw)",
     [](evaluation& run, bound_arguments const& given) { return call_method(run, execute(run, given), "scalar"); }},
    {"scalars",
     "scalars(statement, params=None, **kw)",
     [](evaluation& run, bound_arguments const& given) { return call_method(run, execute(run, given), "scalars"); }},
    {"commit", "commit()", nothing},
    {"flush", "flush(objects=None)", nothing},
    {"close", "close()", nothing},
    {"expire_all", "expire_all()", nothing},
    {"expunge_all", "expunge_all()", nothing},
    {"rollback", "rollback()", roll_back},
    {"begin", "begin()", [](evaluation& run, bound_arguments const&) { return join_transaction(run); }},
    {"begin_nested", "begin_nested()", [](evaluation& run, bound_arguments const&) { return begin_savepoint(run); }},
    {"connection", "connection(**kw)", [](evaluation&, bound_arguments const&) { return make_connection(); }},
    {"get_bind", "get_bind(**kw)", [](evaluation&, bound_arguments const&) { return make_connection(); }},
    {"in_transaction", "in_transaction()", [](evaluation&, bound_arguments const&) { return python::value{true}; }},
};

class session_value final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "Session"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    python::value enter(evaluation&) override { return shared_from_this(); }

    bool exit(evaluation&, python::raised const*) override { return false; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view name) override {
        if (name == "bind")
            return make_connection();
        for (auto const& row : methods)
            if (row.name == name)
                return python::make_function(row.declared, row.code);
        refuse("using ." + std::string{name} + " of");
    }
};

/// Options that change nothing for statements; others are refused.
python::value make_session(evaluation&, bound_arguments const& given) {
    require_bind(given, "bind");
    given.keywords().for_each([&](python::value const& name, python::value const&) {
        auto const text = name.text().value_or("");
        if (text != "autoflush" && text != "expire_on_commit" && text != "future" && text != "autocommit")
            throw python::not_evaluable("Session(" + std::string{text} + "=…)", "leave the option out");
    });
    return std::make_shared<session_value>();
}

/// `sessionmaker(bind=…)`: called it makes a session, with the bind given there or here.
python::value make_session_maker(evaluation&, bound_arguments const& given) {
    auto const bind = given["bind"];
    return python::make_function(
        "Session(bind=None, **kw)",
        [bind](evaluation& run, bound_arguments const& inner) -> python::value {
            (void)run;
            if (!is_connection(inner["bind"].is_none() ? bind : inner["bind"]))
                throw inner.refusal("bind", "not the connection of op.get_bind()");
            return std::make_shared<session_value>();
        }
    );
}

} // namespace

void add_sessions(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy.orm", "sqlalchemy.orm.session"}) {
        auto& orm = modules.module(where);
        auto const type = std::make_shared<python::native_type>("Session");
        type->constructor("(bind=None, **kw)", make_session);
        orm.set("Session", type);
        orm.function("sessionmaker(bind=None, **kw)", make_session_maker);
    }
}

} // namespace alembicore::sqlalchemy
