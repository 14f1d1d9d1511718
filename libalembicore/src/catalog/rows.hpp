// Rows of the system catalogues as C++ values.
#pragma once

#include "postgres/result.hpp"

#include <alembicore/catalog.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alembicore::catalog {

/// One row. Its fields are taken in the order in which the query names them, each exactly once.
class row {
public:
    row(postgres::result const& from, std::size_t number) : from_(&from), number_(number) {}

    /// NULL as empty text.
    [[nodiscard]] std::string text();
    [[nodiscard]] std::optional<std::string> optional_text();
    /// NULL as false.
    [[nodiscard]] bool flag();
    /// NULL as 0.
    [[nodiscard]] std::int64_t number();
    [[nodiscard]] std::optional<std::int64_t> optional_number();
    /// A JSON array of strings; NULL as none.
    [[nodiscard]] std::vector<std::string> texts();
    /// Two fields: schema and object.
    [[nodiscard]] catalog::name name();

    /// A JSON array of pairs of strings, as values that are made of two; NULL as none.
    template <typename Pair>
    [[nodiscard]] std::vector<Pair> pairs() {
        std::vector<Pair> all;
        for (auto& [first, second] : text_pairs())
            all.push_back({std::move(first), std::move(second)});
        return all;
    }

private:
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> text_pairs();

    [[nodiscard]] std::optional<std::string_view> next() { return from_->value(number_, column_++); }

    postgres::result const* from_;
    std::size_t number_;
    std::size_t column_ = 0;
};

} // namespace alembicore::catalog
