// A writer of SQL text that quotes by the type of what it is given. Text known only at run time gets in through
// `raw`, where a reader can look for it.
#pragma once

#include "schema/identifier.hpp"

#include <alembicore/sqlalchemy_generation.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alembicore::sql {

/// SQL words of our own: a text known at compile time.
class keyword {
public:
    template <std::size_t Size>
    consteval keyword(char const (&text)[Size]) : text_{text, Size - 1} {}

    [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

private:
    std::string_view text_;
};

/// SQL of the revision's author, or rendered already.
struct raw {
    std::string_view text;
};

/// A value that becomes a string literal.
struct literal {
    std::string_view text;
};

/// The table of an ALTER statement.
struct altered {
    schema::qualified_name const& table;
};

/// How a backslash in a string literal is written.
enum class backslash { plain, doubled };

/// Whom a text is for. A value that a server is sent may have no literal in a script.
class audience {
public:
    /// `strings`: how this server reads a backslash (`standard_conforming_strings`).
    [[nodiscard]] static audience server(backslash strings = backslash::plain) { return {strings, false, {}}; }

    /// As this SQLAlchemy writes it. Up to 2.0 it doubles backslashes, as it cannot ask a server how it reads them.
    [[nodiscard]] static audience script(sqlalchemy_generation like = sqlalchemy_generation::v2_0) {
        return {like == sqlalchemy_generation::v2_1 ? backslash::plain : backslash::doubled, true, like};
    }

    [[nodiscard]] backslash strings() const noexcept { return strings_; }

    [[nodiscard]] bool is_script() const noexcept { return is_script_; }

    [[nodiscard]] sqlalchemy_generation generation() const noexcept { return generation_; }

private:
    audience(backslash strings, bool is_script, sqlalchemy_generation generation)
        : strings_{strings}, is_script_{is_script}, generation_{generation} {}

    backslash strings_;
    bool is_script_;
    sqlalchemy_generation generation_;
};

class writer {
public:
    explicit writer(audience whom) : whom_{whom} {}

    writer& operator<<(keyword word);
    writer& operator<<(raw sql);
    writer& operator<<(literal value);
    writer& operator<<(altered table);
    writer& operator<<(schema::identifier const& name);
    writer& operator<<(schema::qualified_name const& name);
    writer& operator<<(schema::object_name const& name);
    writer& operator<<(std::vector<schema::identifier> const& names); ///< joined with `, `

    [[nodiscard]] std::string take() && { return std::move(text_); }

    [[nodiscard]] std::string const& text() const noexcept { return text_; }

    [[nodiscard]] audience const& whom() const noexcept { return whom_; }

private:
    audience whom_;
    std::string text_;
};

} // namespace alembicore::sql
