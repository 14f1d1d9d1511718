// logging, warnings, and packages for logging: what they say is for the person at the terminal of a Python run, not
// part of the result.
#include "python/evaluation.hpp"
#include "python/library.hpp"
#include "python/suppression.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

value nothing(evaluation&, bound_arguments const&) {
    return {};
}

constexpr char const* quiet_methods[] = {
    "debug(*args, **kw)",
    "info(*args, **kw)",
    "warning(*args, **kw)",
    "warn(*args, **kw)",
    "error(*args, **kw)",
    "exception(*args, **kw)",
    "critical(*args, **kw)",
    "log(*args, **kw)",
    "fatal(*args, **kw)",
    "setLevel(*args, **kw)",
    "addHandler(*args, **kw)",
    "basicConfig(*args, **kw)",
    "removeHandler(*args)",
    "captureWarnings(*args)",
    "disable(*args)",
};

/// A logger accepts everything and says nothing. What is set on it is not read back.
class logger final : public module_object {
public:
    using module_object::module_object;

    void set_attribute(evaluation& run, std::string_view name, value const& item) override {
        static constexpr std::string_view settings[] = {"propagate", "disabled", "level", "handlers"};
        if (std::ranges::find(settings, name) == std::end(settings))
            module_object::set_attribute(run, name, item);
    }
};

std::shared_ptr<logger> make_quiet(std::string const& name) {
    auto made = std::make_shared<logger>(name);
    for (auto const* declared : quiet_methods)
        made->function(declared, nothing, effect::none);
    return made;
}

value make_logger(std::string const& name) {
    auto made = make_quiet(name.empty() ? "root" : name);
    made->set("name", value{made->name()});
    return made;
}

value named_logger(evaluation&, bound_arguments const& given) {
    return make_logger(std::string{given["name"].text().value_or("")});
}

/// loguru and structlog: `logger.bind(a=1).info("…")`.
value make_binding_logger(std::string const& name) {
    auto made = make_quiet(name);
    for (auto const* declared : {"trace(*args, **kw)", "success(*args, **kw)", "msg(*args, **kw)"})
        made->function(declared, nothing, effect::none);
    for (auto const* declared : {"bind(**kw)", "opt(**kw)", "new(**kw)"})
        made->function(
            declared, [name](evaluation&, bound_arguments const&) { return make_binding_logger(name); }, effect::none
        );
    return made;
}

void add_logging_packages(module_registry& registry) {
    registry.module("loguru").set("logger", make_binding_logger("loguru"));
    for (auto const* module : {"structlog", "structlog.stdlib"})
        registry.module(module).function(
            "get_logger(*args, **kw)",
            [](evaluation&, bound_arguments const&) { return make_binding_logger("structlog"); },
            effect::none
        );
    registry.module("oslo_log.log")
        .function("getLogger(name=None, project=None, version=None)", named_logger, effect::none);
    registry.module("celery.utils.log").function("get_task_logger(name)", named_logger, effect::none);
}

} // namespace

void add_logging(module_registry& registry) {
    auto& logging = registry.module("logging");
    for (auto const* declared : quiet_methods)
        logging.function(declared, nothing, effect::none);
    for (auto const& [name, level] :
         {std::pair{"CRITICAL", 50},
          {"FATAL", 50},
          {"ERROR", 40},
          {"WARNING", 30},
          {"WARN", 30},
          {"INFO", 20},
          {"DEBUG", 10},
          {"NOTSET", 0}})
        logging.set(name, level);
    logging.function("getLogger(name=None)", named_logger, effect::none);
    auto& config = registry.module("logging.config");
    config.function("fileConfig(*args, **kw)", nothing, effect::none);
    config.function("dictConfig(*args, **kw)", nothing, effect::none);
    auto& warnings = registry.module("warnings");
    for (auto const* declared :
         {"warn(*args, **kw)", "simplefilter(*args, **kw)", "filterwarnings(*args, **kw)", "resetwarnings()"})
        warnings.function(declared, nothing, effect::none);
    warnings.function(
        "catch_warnings(*, action=None, category=None, lineno=0, append=False)",
        [](evaluation&, bound_arguments const&) -> value {
            return std::make_shared<suppression>(std::vector<value>{});
        },
        effect::none
    );
    add_logging_packages(registry);
}

} // namespace alembicore::python
