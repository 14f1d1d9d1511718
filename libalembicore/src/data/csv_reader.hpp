// CSV, record by record, with the line on which each begins.
#pragma once

#include <alembicore/import.hpp>

#include <string>
#include <vector>

namespace alembicore::data {

struct csv_record {
    std::uint64_t line = 0; ///< from 1
    std::vector<value> fields{};
    bool blank = false; ///< a line without anything
};

class csv_reader {
public:
    csv_reader(import_request const& how, text_source const& from);

    /// False at the end. Errors: bad_usage with the line, for quotes that are not closed or stand within a field, NUL
    /// characters, and what is no UTF-8.
    [[nodiscard]] bool read(csv_record& into);

    /// For a database without an encoding: fields of any bytes.
    void allow_any_bytes() noexcept { any_bytes_ = true; }

    /// How many fields a record is to have.
    void expect(std::size_t fields) noexcept { fields_ = fields; }

    [[nodiscard]] std::size_t fields() const noexcept { return fields_; }

    /// The error that a line of this file is.
    [[nodiscard]] error wrong(std::uint64_t line, std::string const& message) const;

private:
    static constexpr int at_end = -1;

    int peek();
    void pass();
    void read_quoted(std::string& into, std::uint64_t line);
    void read_plain(std::string& into, std::uint64_t line);
    void read_field(csv_record& into);

    import_request const& how_;
    text_source const& from_;
    std::string_view piece_;
    bool over_ = false;
    std::uint64_t line_ = 1;
    std::size_t fields_ = 0;
    bool any_bytes_ = false;
};

} // namespace alembicore::data
