// What a revision file says at its top level: the docstring and the names that Alembic reads.
#pragma once

#include <alembicore/error.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::script {

/// The module attributes that Alembic reads from a revision.
enum class attribute { revision, down_revision, branch_labels, depends_on };

inline constexpr std::array<std::string_view, 4> attribute_names{
    "revision", "down_revision", "branch_labels", "depends_on"};

[[nodiscard]] constexpr std::string_view name_of(attribute name) noexcept {
    return attribute_names[static_cast<std::size_t>(name)];
}

/// What a module attribute holds after the module has run.
struct attribute_value {
    enum class kind {
        absent, ///< never assigned
        none,   ///< None
        text,   ///< one string, in `texts`
        list,   ///< a tuple, list or set of strings, in `texts`, in file order
        other,  ///< a value of another type, which Alembic cannot use
        unknown ///< only running Python could know it
    };

    kind holds = kind::absent;
    std::vector<std::string> texts;
    std::size_t offset = 0; ///< of the assignment in the source text
    std::string reason;     ///< for `other` and `unknown`: what is there, as in `a number`
};

/// The top level of a revision file.
struct header {
    std::optional<std::string> docstring; ///< as Python gives it, not stripped
    std::array<attribute_value, 4> attributes;
    bool upgrade = false;   ///< a function of that name is defined
    bool downgrade = false; ///< a function of that name is defined

    [[nodiscard]] attribute_value& operator[](attribute name) { return attributes[static_cast<std::size_t>(name)]; }

    [[nodiscard]] attribute_value const& operator[](attribute name) const {
        return attributes[static_cast<std::size_t>(name)];
    }
};

/// Reads the header when the top level is made of nothing but what is plainly understood: literals assigned to the
/// four names, functions, imports, and statements that do not mention them. Nullopt: read the syntax tree instead.
/// `source` is decoded text, as `decode_source` gives it.
[[nodiscard]] std::optional<header> scan_header(std::string const& source);

} // namespace alembicore::script
