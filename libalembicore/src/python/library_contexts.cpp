// contextlib: what makes context managers, and what holds several of them.
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/lazy.hpp"
#include "python/library.hpp"
#include "python/operations.hpp"
#include "python/suppression.hpp"

namespace alembicore::python {

bool suppression::exit(evaluation& run, raised const* exception) {
    return exception != nullptr && run.is_instance(value{exception->thrown}, value::tuple(types_));
}

namespace {

value call_method(evaluation& run, value const& target, std::string_view name) {
    auto const method = run.attribute(target, name);
    if (!method)
        throw missing_attribute(target, name);
    return run.call(*method, {});
}

/// `contextlib.closing(thing)`.
class closing final : public object {
public:
    explicit closing(value thing) : thing_(std::move(thing)) {}

    [[nodiscard]] std::string type_name() const override { return "closing"; }

    value enter(evaluation&) override { return thing_; }

    bool exit(evaluation& run, raised const*) override {
        static_cast<void>(call_method(run, thing_, "close"));
        return false;
    }

    void surrender(std::vector<value>& into) noexcept override { into.push_back(std::move(thing_)); }

private:
    value thing_;
};

/// `contextlib.ExitStack()`: leaves what was entered, last first.
class exit_stack final : public object {
public:
    [[nodiscard]] std::string type_name() const override { return "ExitStack"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    value enter(evaluation&) override { return shared_from_this(); }

    bool exit(evaluation& run, raised const* exception) override {
        bool swallowed = false;
        while (!entered_.empty()) {
            auto const last = std::move(entered_.back());
            entered_.pop_back();
            if (last.context.is_none())
                static_cast<void>(run.call(last.callback, last.given));
            else
                swallowed = last.context.as_object()->exit(run, swallowed ? nullptr : exception) || swallowed;
        }
        return swallowed;
    }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override {
        run.keep(shared_from_this());
        auto const self = std::static_pointer_cast<exit_stack>(shared_from_this());
        if (name == "enter_context")
            return make_function("enter_context(cm)", [self](evaluation& at, bound_arguments const& given) {
                auto* const context = given["cm"].as_object();
                if (context == nullptr || given["cm"].as<generator_context>() != nullptr)
                    throw given.refusal("cm", "a context manager made of a generator is not evaluated here");
                auto entered = context->enter(at);
                self->entered_.push_back({.context = given["cm"], .callback = {}, .given = {}});
                return entered;
            });
        if (name == "callback")
            return make_function(
                "callback(callback, /, *args, **kw)",
                [self](evaluation&, bound_arguments const& given) {
                    step last{.context = {}, .callback = given["callback"], .given = {}};
                    last.given.positional.assign(given.rest().begin(), given.rest().end());
                    given.keywords().for_each([&](value const& key, value const& item) {
                        last.given.keyword.emplace_back(last.given.keep_name(*key.text()), item);
                    });
                    self->entered_.push_back(std::move(last));
                    return given["callback"];
                }
            );
        refuse("attribute '" + std::string{name} + "' of");
    }

    void surrender(std::vector<value>& into) noexcept override {
        for (auto& each : entered_) {
            into.push_back(std::move(each.context));
            into.push_back(std::move(each.callback));
        }
        entered_.clear();
    }

private:
    struct step {
        value context; ///< None: the callback is called
        value callback;
        arguments given;
    };

    std::vector<step> entered_;
};

value context_manager(evaluation&, bound_arguments const& given) {
    return make_function(
        "helper(*args, **kw)",
        [function = given["func"]](evaluation& run, bound_arguments const& inner) -> value {
            arguments passed;
            passed.positional.assign(inner.rest().begin(), inner.rest().end());
            inner.keywords().for_each([&](value const& key, value const& item) {
                passed.keyword.emplace_back(*key.text(), item);
            });
            return std::make_shared<generator_context>(run.call(function, passed));
        },
        effect::none
    );
}

} // namespace

void add_contexts(module_registry& registry) {
    auto& context = registry.module("contextlib");
    context.function("contextmanager(func)", context_manager, effect::none);
    context.function(
        "suppress(*exceptions)",
        [](evaluation&, bound_arguments const& given) -> value {
            return std::make_shared<suppression>(std::vector<value>{given.rest().begin(), given.rest().end()});
        },
        effect::none
    );
    context.function(
        "nullcontext(enter_result=None)",
        [](evaluation&, bound_arguments const& given) -> value {
            return std::make_shared<suppression>(std::vector<value>{}, given["enter_result"]);
        },
        effect::none
    );
    context.function(
        "closing(thing)",
        [](evaluation&, bound_arguments const& given) -> value { return std::make_shared<closing>(given["thing"]); },
        effect::none
    );
    context.function(
        "ExitStack()",
        [](evaluation&, bound_arguments const&) -> value { return std::make_shared<exit_stack>(); },
        effect::none
    );
}

} // namespace alembicore::python
