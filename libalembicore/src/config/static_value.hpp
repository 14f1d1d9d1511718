// What is known of a value in env.py without running it.
#pragma once

#include "python/syntax.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace alembicore::config {

struct static_value;
using static_mapping = std::map<std::string, static_value>;

enum class value_kind {
    run_time, ///< only running Python could tell
    other,    ///< known to be nothing of interest: a number, a list, a class
    none,
    boolean,
    text,
    mapping,  ///< with text keys
    metadata, ///< sqlalchemy.MetaData; `items` is its naming convention
    imported, ///< only running Python could tell, but it is known whose it is: `text` is `module:names`
    function, ///< defined in env.py
};

struct static_value {
    value_kind kind = value_kind::run_time;
    bool flag = false;
    std::string text{};
    std::string source{};         ///< where the text comes from; empty for what is written in env.py
    std::string unset_variable{}; ///< the environment variable for want of which there is no text
    std::shared_ptr<static_mapping const> items{};
    python::syntax::function const* function = nullptr;

    bool operator==(static_value const&) const = default;

    [[nodiscard]] bool is(value_kind which) const noexcept { return kind == which; }
};

[[nodiscard]] inline static_value run_time_value() {
    return {};
}

[[nodiscard]] inline static_value imported_value(std::string module_and_names) {
    return {.kind = value_kind::imported, .text = std::move(module_and_names)};
}

/// Whether only running Python could tell the value.
[[nodiscard]] inline bool is_unknown(static_value const& value) noexcept {
    return value.is(value_kind::run_time) || value.is(value_kind::imported);
}

[[nodiscard]] inline static_value other_value() {
    return {.kind = value_kind::other};
}

[[nodiscard]] inline static_value none_value() {
    return {.kind = value_kind::none};
}

[[nodiscard]] inline static_value boolean_value(bool flag) {
    return {.kind = value_kind::boolean, .flag = flag};
}

[[nodiscard]] inline static_value text_value(std::string text, std::string source = {}) {
    return {.kind = value_kind::text, .text = std::move(text), .source = std::move(source)};
}

[[nodiscard]] inline static_value mapping_value(static_mapping items) {
    return {.kind = value_kind::mapping, .items = std::make_shared<static_mapping const>(std::move(items))};
}

/// bool(value), where that is known.
[[nodiscard]] std::optional<bool> truth(static_value const& value);

/// The two texts after each other; run_time when one of them is not known.
[[nodiscard]] static_value concatenated(static_value const& left, static_value const& right);

} // namespace alembicore::config
