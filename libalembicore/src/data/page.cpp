#include "data/page.hpp"

#include "data/count.hpp"
#include "data/cursor.hpp"
#include "data/rows.hpp"

#include <algorithm>

namespace alembicore::data {

namespace {

constexpr std::size_t largest_page = 10'000;

bool backwards(page_position position) {
    return position == page_position::before_cursor || position == page_position::last;
}

bool continues(page_position position) {
    return position == page_position::after_cursor || position == page_position::before_cursor;
}

/// Rows with the values of the order's keys, which a cursor is made of.
struct keyed_row {
    data::row row;
    std::vector<value> position;
};

class page_reader {
public:
    page_reader(call& in, shape const& of, page_request const& wanted, std::string const& secret, std::stop_token stop)
        : in_(in), of_(of), wanted_(wanted), secret_(secret), stop_(std::move(stop)),
          order_(order_of(of, wanted.sort)) {}

    page run() {
        if (wanted_.size == 0 || wanted_.size > largest_page)
            throw error{errc::bad_usage, "a page has from 1 to 10,000 rows"};
        page made;
        for (auto const& column : of_.columns)
            made.columns.push_back(column.shown);
        made.by_offset = of_.key.empty();
        if (made.by_offset)
            read_by_offset(made);
        else
            read_by_key(made);
        return made;
    }

private:
    /// What a cursor is for.
    [[nodiscard]] std::string purpose() const {
        statement text;
        text.name(of_.name);
        write_order(text, of_, order_);
        write_where(text, of_, wanted_.where);
        std::string whole = text.text();
        for (auto const& each : text.values())
            whole += '\0' + each.value_or("");
        return whole;
    }

    [[nodiscard]] std::vector<value> position() const { return read_cursor(wanted_.cursor, purpose(), secret_); }

    void write_select(statement& to) const {
        to << "SELECT ";
        write_cells(to, of_, wanted_.clip);
        for (auto const& key : order_)
            (to << ", ").name(of_.columns[key.column].shown.name) << "::text";
        write_from(to, of_);
        write_where(to, of_, wanted_.where);
    }

    void read_into(std::vector<keyed_row>& rows, statement const& question) const {
        auto const answer = question.run(in_.connection(), stop_);
        auto const first_key = cell_fields(of_, wanted_.clip);
        for (std::size_t number = 0; number < answer.row_count(); ++number) {
            auto& made = rows.emplace_back();
            made.row = row_in(answer, number, of_, wanted_.clip);
            for (std::size_t i = 0; i < order_.size(); ++i) {
                auto const field = answer.value(number, first_key + i);
                made.position.push_back(field ? value{std::string{*field}} : std::nullopt);
            }
        }
    }

    /// One row more than the page has, where there is one.
    [[nodiscard]] std::vector<keyed_row> rows_in(row_order const& order) const {
        std::vector<keyed_row> rows;
        if (!continues(wanted_.position)) {
            statement question;
            write_select(question);
            write_order(question, of_, order);
            question << " LIMIT " << std::to_string(wanted_.size + 1);
            read_into(rows, question);
            return rows;
        }
        auto const from = position();
        for (auto const& each : stretches_after(of_, order, from)) {
            if (rows.size() > wanted_.size)
                break;
            statement question;
            write_select(question);
            question << (is_empty(wanted_.where) ? " WHERE " : " AND ");
            write_stretch(question, of_, order, from, each);
            write_order(question, of_, order);
            question << " LIMIT " << std::to_string(wanted_.size + 1 - rows.size());
            read_into(rows, question);
        }
        return rows;
    }

    void read_by_key(page& made) const {
        bool const back = backwards(wanted_.position);
        auto rows = rows_in(back ? reversed(order_) : order_);
        bool const more = rows.size() > wanted_.size;
        rows.resize(std::min(rows.size(), wanted_.size));
        if (back)
            std::ranges::reverse(rows);
        for (auto& each : rows)
            made.rows.push_back(std::move(each.row));
        if (rows.empty())
            return;
        if (back ? more : continues(wanted_.position))
            made.before = write_cursor(purpose(), rows.front().position, secret_);
        if (back ? continues(wanted_.position) : more)
            made.after = write_cursor(purpose(), rows.back().position, secret_);
    }

    /// The number of the first row.
    [[nodiscard]] std::size_t offset() const {
        switch (wanted_.position) {
        case page_position::first:
            break;
        case page_position::after_cursor:
            return std::stoull(position().at(0).value());
        case page_position::before_cursor: {
            auto const end = std::stoull(position().at(0).value());
            return end > wanted_.size ? end - wanted_.size : 0;
        }
        case page_position::last: {
            auto const count = static_cast<std::size_t>(count_rows(in_, of_, wanted_.where, stop_));
            return count > wanted_.size ? count - wanted_.size : 0;
        }
        }
        return 0;
    }

    void read_by_offset(page& made) const {
        auto const begin = offset();
        statement question;
        write_select(question);
        write_order(question, of_, order_);
        question << " LIMIT " << std::to_string(wanted_.size + 1) << " OFFSET " << std::to_string(begin);
        std::vector<keyed_row> rows;
        read_into(rows, question);
        auto const cursor_at = [&](std::size_t number) {
            return write_cursor(purpose(), {std::to_string(number)}, secret_);
        };
        if (rows.size() > wanted_.size)
            made.after = cursor_at(begin + wanted_.size);
        if (begin > 0)
            made.before = cursor_at(begin);
        rows.resize(std::min(rows.size(), wanted_.size));
        for (auto& each : rows)
            made.rows.push_back(std::move(each.row));
    }

    call& in_;
    shape const& of_;
    page_request const& wanted_;
    std::string const& secret_;
    std::stop_token stop_;
    row_order order_;
};

} // namespace

page read_page(
    call& in, shape const& of, page_request const& wanted, std::string const& secret, std::stop_token const& stop
) {
    return page_reader{in, of, wanted, secret, stop}.run();
}

} // namespace alembicore::data
