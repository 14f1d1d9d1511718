// What env.py decides, read without running it: the arguments of context.configure() and the database URL, as far as
// they are constants, environment variables, or made of these.
#pragma once

#include "config/url_choice.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::config {

/// What env.py asks its surroundings for.
struct env_py_inputs {
    std::function<std::optional<std::string>(std::string const&)> variable;    ///< os.environ
    std::function<std::optional<std::string>(std::string const&)> main_option; ///< config.get_main_option
    std::string ini_name;                                                      ///< as the source of a URL
    std::vector<std::string> x_arguments;                                      ///< `-x key=value`
};

/// An option that only running env.py could tell.
struct undecided_option {
    std::string option;
    std::optional<source_place> place;
};

struct env_py {
    url_candidate url; ///< neither text nor problem: env.py takes sqlalchemy.url of the ini, or nothing is known
    std::optional<std::string> version_table;
    std::optional<std::string> version_table_schema;
    std::optional<bool> version_table_pk;
    std::optional<bool> transaction_per_migration;
    std::optional<bool> transactional_ddl;
    std::map<std::string, std::string> naming_convention;
    /// Set where the convention is not known: `module:names` of target_metadata, or empty where that is made by code.
    std::optional<std::string> target_metadata;
    bool offline_percent_doubled = false;
    std::vector<undecided_option> undecided;
    std::optional<source_place> exception; ///< where it raises or exits, before it has migrated anything
};

/// Errors: syntax_error, evaluation_limit.
[[nodiscard]] env_py read_env_py(std::string const& file, std::string text, env_py_inputs const& inputs);

/// The finding: what is decided at run time, and the setting that decides it by hand.
[[nodiscard]] diagnostic describe_undecided(undecided_option const& undecided);

/// The finding: env.py does not let anybody migrate.
[[nodiscard]] diagnostic describe_exception(source_place const& where);

} // namespace alembicore::config
