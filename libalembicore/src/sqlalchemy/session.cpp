// The methods of a session, and what makes sessions: Session, sessionmaker, scoped_session.
#include "sqlalchemy/session.hpp"

#include "python/function.hpp"
#include "sqlalchemy/bulk.hpp"
#include "sqlalchemy/connection.hpp"
#include "sqlalchemy/object_session.hpp"
#include "sqlalchemy/orm_query.hpp"
#include "sqlalchemy/transactions.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

python::value call_method(evaluation& run, python::value const& of, std::string_view name) {
    return run.call(*run.attribute(of, name), {});
}

python::value execute(session_pointer const& self, evaluation& run, bound_arguments const& given) {
    return self->execute(run, given["statement"], given["params"]);
}

instance_pointer object_of(bound_arguments const& given, python::value const& item, std::string_view parameter) {
    auto const object = item.as<model_instance>();
    if (!object)
        throw given.refusal(parameter, "not an object of a model that is known");
    return object;
}

/// The session has joined the transaction of the run: its commit sends what is pending and leaves the rest to the run,
/// but its rollback would undo the run's work too.
[[noreturn]] python::value roll_back(session_pointer const&, evaluation&, bound_arguments const&) {
    throw python::not_evaluable(
        "Session.rollback() undoes the transaction that Alembic has begun", "raise an exception, or use a savepoint"
    );
}

/// `with session.begin():`, `with session.begin_nested():`: what is pending is written at the end.
class session_transaction final : public python::object {
public:
    session_transaction(session_pointer session, python::value inner)
        : session_{std::move(session)}, inner_{std::move(inner)} {}

    [[nodiscard]] std::string type_name() const override { return "SessionTransaction"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    python::value enter(evaluation&) override { return shared_from_this(); }

    bool exit(evaluation& run, python::raised const* exception) override {
        if (exception == nullptr)
            session_->flush(run);
        else
            require_empty();
        return inner_.as_object()->exit(run, exception);
    }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name == "commit")
            session_->flush(run);
        else if (name == "rollback")
            require_empty();
        return run.attribute(inner_, name);
    }

private:
    void require_empty() const {
        if (session_->holds_objects())
            throw python::not_evaluable("rolling back a session that holds objects");
    }

    session_pointer session_;
    python::value inner_;
};

python::value begin(session_pointer const& self, evaluation& run, bound_arguments const&) {
    return std::make_shared<session_transaction>(self, join_transaction(run));
}

python::value begin_nested(session_pointer const& self, evaluation& run, bound_arguments const&) {
    self->flush(run);
    return std::make_shared<session_transaction>(self, begin_savepoint(run));
}

python::value get(session_pointer const& self, evaluation& run, bound_arguments const& given) {
    auto const model = given["entity"].as<model_class>();
    if (!model)
        throw given.refusal("entity", "not a model that is known");
    return self->get(run, model, given["ident"]);
}

model_class const& model_in(bound_arguments const& given, std::string_view parameter) {
    if (auto const model = given[parameter].as<model_class>())
        return *model;
    throw given.refusal(parameter, "not a model that is known");
}

python::value bulk_insert_mappings(session_pointer const&, evaluation& run, bound_arguments const& given) {
    if (given.boolean("return_defaults"))
        throw given.refusal("return_defaults", "taking the keys of a bulk insert is not evaluated");
    auto const nulls = given.boolean("render_nulls") ? bulk_nulls::rendered : bulk_nulls::omitted;
    bulk_insert(run, model_in(given, "mapper"), given["mappings"], nulls);
    return {};
}

python::value bulk_update_mappings(session_pointer const&, evaluation& run, bound_arguments const& given) {
    bulk_update(run, model_in(given, "mapper"), given["mappings"]);
    return {};
}

python::value bulk_save_objects(session_pointer const&, evaluation& run, bound_arguments const& given) {
    if (given.boolean("return_defaults") || !given.boolean("update_changed_only") || !given.boolean("preserve_order"))
        throw given.refusal("objects", "these options of a bulk save are not evaluated");
    std::vector<instance_pointer> objects;
    for (auto const& each : run.collect(given["objects"]))
        objects.push_back(object_of(given, each, "objects"));
    bulk_save(run, objects);
    return {};
}

struct method_row {
    std::string_view name;
    std::string_view declared;
    python::value (*code)(session_pointer const& self, evaluation& run, bound_arguments const& given);
};

constexpr method_row methods[] = {
    {"execute", "execute(statement, params=None, **kw)", execute},
    {"scalar",
     "scalar(statement, params=None, **kw)",
     [](session_pointer const& self, evaluation& run, bound_arguments const& given) {
         return call_method(run, execute(self, run, given), "scalar");
     }},
    {"scalars",
     "scalars(statement, params=None, **kw)",
     [](session_pointer const& self, evaluation& run, bound_arguments const& given) {
         return call_method(run, execute(self, run, given), "scalars");
     }},
    {"query",
     "query(*entities)",
     [](session_pointer const& self, evaluation& run, bound_arguments const& given) {
         return make_query(run, self, given.rest());
     }},
    {"get", "get(entity, ident)", get},
    {"add",
     "add(instance)",
     [](session_pointer const& self, evaluation& run, bound_arguments const& given) {
         self->add(run, object_of(given, given["instance"], "instance"));
         return python::value{};
     }},
    {"add_all",
     "add_all(instances)",
     [](session_pointer const& self, evaluation& run, bound_arguments const& given) {
         for (auto const& each : run.collect(given["instances"]))
             self->add(run, object_of(given, each, "instances"));
         return python::value{};
     }},
    {"delete",
     "delete(instance)",
     [](session_pointer const& self, evaluation& run, bound_arguments const& given) {
         self->remove(run, object_of(given, given["instance"], "instance"));
         return python::value{};
     }},
    {"bulk_insert_mappings",
     "bulk_insert_mappings(mapper, mappings, return_defaults=False, render_nulls=False)",
     bulk_insert_mappings},
    {"bulk_update_mappings", "bulk_update_mappings(mapper, mappings)", bulk_update_mappings},
    {"bulk_save_objects",
     "bulk_save_objects(objects, return_defaults=False, update_changed_only=True, preserve_order=True)",
     bulk_save_objects},
    {"commit",
     "commit()",
     [](session_pointer const& self, evaluation& run, bound_arguments const&) {
         self->commit(run);
         return python::value{};
     }},
    {"flush",
     "flush(objects=None)",
     [](session_pointer const& self, evaluation& run, bound_arguments const& given) {
         if (!given["objects"].is_none())
             throw given.refusal("objects", "a flush of some objects is not evaluated");
         self->flush(run);
         return python::value{};
     }},
    {"close",
     "close()",
     [](session_pointer const& self, evaluation&, bound_arguments const&) {
         self->release();
         return python::value{};
     }},
    {"refresh",
     "refresh(instance)",
     [](session_pointer const& self, evaluation& run, bound_arguments const& given) {
         auto const object = object_of(given, given["instance"], "instance");
         self->autoflush(run);
         self->reload(run, *object);
         return python::value{};
     }},
    {"expire_all",
     "expire_all()",
     [](session_pointer const& self, evaluation& run, bound_arguments const&) {
         self->require_unchanged(run);
         self->expire_all();
         return python::value{};
     }},
    {"expunge_all",
     "expunge_all()",
     [](session_pointer const& self, evaluation&, bound_arguments const&) {
         self->release();
         return python::value{};
     }},
    {"rollback", "rollback()", roll_back},
    {"begin", "begin()", begin},
    {"begin_nested", "begin_nested()", begin_nested},
    {"connection",
     "connection(**kw)",
     [](session_pointer const&, evaluation&, bound_arguments const&) { return make_connection(); }},
    {"get_bind",
     "get_bind(**kw)",
     [](session_pointer const&, evaluation&, bound_arguments const&) { return make_connection(); }},
    {"in_transaction",
     "in_transaction()",
     [](session_pointer const&, evaluation&, bound_arguments const&) { return python::value{true}; }},
};

/// `with session.no_autoflush:`
class autoflush_pause final : public python::object {
public:
    explicit autoflush_pause(session_pointer session) : session_{std::move(session)} {}

    [[nodiscard]] std::string type_name() const override { return "no_autoflush"; }

    python::value enter(evaluation&) override {
        session_->suspend_autoflush(1);
        return session_;
    }

    bool exit(evaluation&, python::raised const*) override {
        session_->suspend_autoflush(-1);
        return false;
    }

private:
    session_pointer session_;
};

/// Options that change nothing for statements are passed over; others are refused.
session_options read_options(evaluation& run, python::dict_table const& given) {
    session_options read;
    given.for_each([&](python::value const& name, python::value const& item) {
        auto const text = name.text().value_or("");
        if (text == "autoflush")
            read.autoflush = run.truth(item);
        else if (text == "expire_on_commit")
            read.expire_on_commit = run.truth(item);
        else if (text != "future" && (text != "autocommit" || run.truth(item)) && text != "bind")
            throw python::not_evaluable("Session(" + std::string{text} + "=…)", "leave the option out");
    });
    return read;
}

python::value make_session(evaluation& run, bound_arguments const& given) {
    require_bind(given, "bind");
    return std::make_shared<object_session>(read_options(run, given.keywords()));
}

/// `sessionmaker(bind=…)`: called it makes a session, with what is given there or here.
class session_maker final : public python::object {
public:
    explicit session_maker(python::dict_table options) : options_{std::move(options)} {}

    [[nodiscard]] std::string type_name() const override { return "sessionmaker"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    void configure(python::dict_table const& given) {
        given.for_each([&](python::value const& name, python::value const& item) { options_.set(name, item); });
    }

    [[nodiscard]] session_pointer make(evaluation& run, python::dict_table const& given) const {
        auto options = options_;
        given.for_each([&](python::value const& name, python::value const& item) { options.set(name, item); });
        auto const* bind = options.find(std::string_view{"bind"});
        if (bind == nullptr || !is_connection(*bind))
            throw python::not_evaluable("a session without the connection of op.get_bind()", "give it as bind");
        return std::make_shared<object_session>(read_options(run, options));
    }

    python::value call(evaluation& run, python::arguments const& given) override {
        auto const self = std::static_pointer_cast<session_maker>(shared_from_this());
        static auto const& declared = *new python::signature{python::signature::parse("sessionmaker(bind=..., **kw)")};
        bound_arguments const bound{declared, declared.bind(given)};
        auto options = bound.keywords();
        if (bound.given("bind"))
            options.set("bind", bound["bind"]);
        return self->make(run, options);
    }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view name) override {
        if (name != "configure")
            refuse("reading ." + std::string{name} + " of");
        return python::make_function(
            "configure(**kw)",
            [self = std::static_pointer_cast<session_maker>(shared_from_this()
             )](evaluation&, bound_arguments const& given) -> python::value {
                self->configure(given.keywords());
                return {};
            },
            python::effect::none
        );
    }

private:
    python::dict_table options_;
};

python::value make_session_maker(evaluation&, bound_arguments const& given) {
    if (!given["class_"].is_none() && !given["class_"].as<python::native_type>())
        throw given.refusal("class_", "a session class of its own is not evaluated");
    auto options = given.keywords();
    if (!given["bind"].is_none())
        options.set("bind", given["bind"]);
    return std::make_shared<session_maker>(std::move(options));
}

/// `scoped_session(factory)`: one session, made when it is first used.
class scoped_session final : public python::object {
public:
    explicit scoped_session(std::shared_ptr<session_maker> maker) : maker_{std::move(maker)} {}

    [[nodiscard]] std::string type_name() const override { return "scoped_session"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    python::value call(evaluation& run, python::arguments const& given) override {
        if (!given.positional.empty() || !given.keyword.empty())
            refuse("calling with arguments");
        return current(run);
    }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name == "configure")
            return run.attribute(maker_, name);
        if (name == "remove")
            return python::make_function(
                "remove()",
                [self = std::static_pointer_cast<scoped_session>(shared_from_this()
                 )](evaluation&, bound_arguments const&) -> python::value {
                    if (self->session_)
                        self->session_->release();
                    self->session_ = nullptr;
                    return {};
                }
            );
        return run.attribute(current(run), name);
    }

private:
    session_pointer current(evaluation& run) {
        if (!session_)
            session_ = maker_->make(run, {});
        return session_;
    }

    std::shared_ptr<session_maker> maker_;
    session_pointer session_{};
};

python::value make_scoped_session(evaluation&, bound_arguments const& given) {
    auto const maker = given["session_factory"].as<session_maker>();
    if (!maker)
        throw given.refusal("session_factory", "not a sessionmaker()");
    return std::make_shared<scoped_session>(maker);
}

} // namespace

std::optional<python::value> object_session::attribute(evaluation&, std::string_view name) {
    auto const self = std::static_pointer_cast<object_session>(shared_from_this());
    if (name == "bind")
        return make_connection();
    if (name == "no_autoflush")
        return python::value{std::make_shared<autoflush_pause>(self)};
    for (auto const& row : methods)
        if (row.name == name)
            return python::make_function(
                row.declared,
                [self, code = row.code](evaluation& run, bound_arguments const& given) {
                    return code(self, run, given);
                }
            );
    refuse("using ." + std::string{name} + " of");
}

void add_sessions(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy.orm", "sqlalchemy.orm.session", "sqlmodel"}) {
        auto& orm = modules.module(where);
        auto const type = std::make_shared<python::native_type>("Session");
        type->constructor("(bind=None, **kw)", make_session);
        orm.set("Session", type);
    }
    for (auto const* where : {"sqlalchemy.orm", "sqlalchemy.orm.session"}) {
        auto& orm = modules.module(where);
        orm.function("sessionmaker(bind=None, class_=None, **kw)", make_session_maker, python::effect::none);
        orm.function("scoped_session(session_factory, scopefunc=None)", make_scoped_session, python::effect::none);
    }
}

} // namespace alembicore::sqlalchemy
