// logging and warnings: what they say is for the person at the terminal of a Python run, not part of the result.
#include "python/evaluation.hpp"
#include "python/library.hpp"
#include "python/suppression.hpp"

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

/// A logger accepts everything and says nothing.
value make_logger(std::string const& name) {
    auto logger = std::make_shared<module_object>(name.empty() ? "root" : name);
    for (auto const* declared : quiet_methods)
        logger->function(declared, nothing, effect::none);
    logger->set("name", value{name.empty() ? "root" : name});
    return logger;
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
    logging.function(
        "getLogger(name=None)",
        [](evaluation&, bound_arguments const& given) {
            return make_logger(std::string{given["name"].text().value_or("")});
        },
        effect::none
    );
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
}

} // namespace alembicore::python
