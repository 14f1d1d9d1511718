// What the server answers to a statement.
#pragma once

#include "postgres/handle.hpp"

#include <alembicore/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::postgres {

/// Rows as text, or the count of rows a command touched. Of several statements sent together, the last one's.
class result {
public:
    result() = default;

    explicit result(result_handle handle) : handle_(std::move(handle)) {}

    [[nodiscard]] std::size_t row_count() const noexcept;
    [[nodiscard]] std::size_t column_count() const noexcept;

    /// The text of a field, which lives as long as this result; nullopt for NULL.
    [[nodiscard]] std::optional<std::string_view> value(std::size_t row, std::size_t column) const noexcept;

    /// The first column of all rows; NULL as empty text.
    [[nodiscard]] std::vector<std::string> first_column() const;

    /// The name of a column, as the server gives it.
    [[nodiscard]] std::string_view column_name(std::size_t column) const noexcept;

    /// The OID of a column's type.
    [[nodiscard]] std::uint32_t column_type(std::size_t column) const noexcept;

    /// What the type is given in parentheses, in the server's encoding; -1 = nothing.
    [[nodiscard]] int column_modifier(std::size_t column) const noexcept;

    /// Rows inserted, changed, deleted or selected.
    [[nodiscard]] std::uint64_t affected() const;

    /// As `affected`; nullopt where the command has no such count.
    [[nodiscard]] std::optional<std::uint64_t> counted() const;

    /// The command that ran, as the server names it: `UPDATE 1`, `CREATE TABLE`.
    [[nodiscard]] std::string_view command() const noexcept;

private:
    result_handle handle_;
};

/// The fields of an error or notice.
[[nodiscard]] server_message message_of(pg_result const& handle);

} // namespace alembicore::postgres
