#include "data/staged_rows.hpp"

#include "postgres/copy_field.hpp"

#include <algorithm>

namespace alembicore::data {

namespace {

constexpr std::size_t bytes_at_once = 64U << 10U;
constexpr std::size_t shown_value = 80; ///< bytes

std::string quoted(value const& given) {
    if (!given)
        return "NULL";
    auto shown = given->substr(0, shown_value);
    while (!shown.empty() && shown.size() < given->size() && (static_cast<unsigned char>(shown.back()) & 0x80U) != 0)
        shown.pop_back();
    return '\'' + shown + (shown.size() < given->size() ? "…'" : "'");
}

/// Whether the server has refused rows, rather than gone away or been told to stop.
bool is_about_rows(error const& failure) {
    return failure.code() == errc::statement_failed && failure.info().server &&
           (failure.info().server->sqlstate.starts_with("22") || failure.info().server->sqlstate.starts_with("23") ||
            failure.info().server->sqlstate.starts_with("P0") || failure.info().server->sqlstate.starts_with("44"));
}

constexpr char const* missing_target = "23503";

/// What it does is undone unless it is kept.
class savepoint {
public:
    explicit savepoint(postgres::connection& on) : on_(on) { on_.execute("SAVEPOINT alembicore_try"); }

    savepoint(savepoint const&) = delete;
    savepoint& operator=(savepoint const&) = delete;

    ~savepoint() {
        try {
            if (!kept_ && on_.usable())
                on_.execute("ROLLBACK TO SAVEPOINT alembicore_try; RELEASE SAVEPOINT alembicore_try");
        } catch (...) {
            // the transaction then fails as a whole
        }
    }

    void keep() {
        kept_ = true;
        on_.execute("RELEASE SAVEPOINT alembicore_try");
    }

private:
    postgres::connection& on_;
    bool kept_ = false;
};

} // namespace

staged_rows::staged_rows(
    call& in, shape const& of, std::vector<filled_column> columns, csv_reader& from, std::stop_token stop
)
    : in_(in), of_(of), columns_(std::move(columns)), stop_(std::move(stop)), from_(from) {
    create();
    copy(from);
}

void staged_rows::create() {
    std::string text = "CREATE TEMPORARY TABLE alembicore_import (number bigint, line bigint";
    for (auto const& each : columns_)
        text += ", " + staged_name(each.field) + " text";
    in_.connection().execute(text + ") ON COMMIT DROP");
}

std::string staged_rows::line_of(csv_record const& record) {
    std::string text = std::to_string(++count_) + '\t' + std::to_string(record.line);
    for (auto const& each : columns_) {
        text += '\t';
        postgres::append_copy_field(text, record.fields[each.field]);
    }
    return text + '\n';
}

void staged_rows::copy(csv_reader& from) {
    std::string piece;
    csv_record record;
    std::size_t const fields = from.fields();
    auto const next = [&]() -> std::string_view {
        piece.clear();
        while (piece.size() < bytes_at_once && from.read(record)) {
            if (record.blank && fields > 1)
                continue;
            if (record.fields.size() != fields)
                throw from.wrong(
                    record.line,
                    "the line has " + std::to_string(record.fields.size()) + " fields, not " + std::to_string(fields)
                );
            piece += line_of(record);
        }
        return piece;
    };
    in_.connection().copy_in("COPY " + std::string{stage} + " FROM STDIN", next, stop_);
}

void staged_rows::write_insert(statement& to) const {
    (to << "INSERT INTO ").name(of_.name) << " (";
    std::string_view separator;
    for (auto const& each : columns_) {
        (to << separator).name(each.column->shown.name);
        separator = ", ";
    }
    bool const identity = std::ranges::any_of(columns_, [](auto const& each) { return each.column->shown.written; });
    to << (identity ? ") OVERRIDING SYSTEM VALUE SELECT " : ") SELECT ");
    separator = {};
    for (auto const& each : columns_) {
        to << separator << staged_name(each.field) << "::" << each.column->cast;
        separator = ", ";
    }
    to << " FROM " << stage;
}

postgres::result staged_rows::insert_all() {
    savepoint attempt{in_.connection()};
    statement change;
    write_insert(change);
    auto answer = change.run(in_.connection(), stop_);
    attempt.keep();
    return answer;
}

std::uint64_t staged_rows::insert() {
    try {
        return insert_all().affected();
    } catch (error const& failure) {
        if (!is_about_rows(failure))
            throw;
        explain(failure);
    }
}

/// What the server says against these rows. What fits stays.
std::optional<error> staged_rows::try_some(range rows) {
    savepoint attempt{in_.connection()};
    statement change;
    write_insert(change);
    change << " WHERE number > " << std::to_string(rows.after) << " AND number <= " << std::to_string(rows.last);
    try {
        static_cast<void>(change.run(in_.connection(), stop_));
    } catch (error const& refused) {
        if (!is_about_rows(refused))
            throw;
        return refused;
    }
    attempt.keep();
    return std::nullopt;
}

/// Rows are inserted in halves: what fits stays, so that one half after the other is tried. A half may lack rows of the
/// file that its own rows point to; that is found when all of them are in, and so they have passed everything else.
std::uint64_t staged_rows::first_that_fails(error& failure) {
    in_.connection().execute("CREATE INDEX ON " + std::string{stage} + " (number)");
    bool const about_targets = failure.info().server->sqlstate == missing_target;
    std::uint64_t kept = 0;
    range rows{.after = 0, .last = count_};
    while (rows.last - rows.after > 1) {
        auto const middle = rows.after + (rows.last - rows.after) / 2;
        auto const refused = try_some({.after = kept, .last = middle});
        if (!refused)
            kept = middle;
        if (!refused || (!about_targets && refused->info().server->sqlstate == missing_target))
            rows.after = middle;
        else {
            failure = *refused;
            rows.last = middle;
        }
    }
    auto const refused = try_some({.after = kept, .last = rows.last});
    if (!refused)
        return 0;
    failure = *refused;
    return rows.last;
}

/// Each value alone, into a column of its type: the one that is refused likewise.
std::string staged_rows::failing_column(std::uint64_t number, error& failure) {
    for (auto const& each : columns_) {
        savepoint const attempt{in_.connection()};
        try {
            in_.connection().execute(
                "CREATE TEMPORARY TABLE alembicore_probe (v " + each.column->shown.type +
                "); INSERT INTO pg_temp.alembicore_probe SELECT " + staged_name(each.field) + "::" + each.column->cast +
                " FROM " + std::string{stage} + " WHERE number = " + std::to_string(number)
            );
        } catch (error& refused) {
            if (!refused.info().server || refused.info().server->sqlstate != failure.info().server->sqlstate)
                continue;
            failure = refused;
            return each.column->shown.name;
        }
    }
    return {};
}

value staged_rows::text_of(std::string const& column, std::uint64_t number) {
    auto const answer = in_.connection().execute(
        "SELECT " + staged_name(find(column)->field) + " FROM " + std::string{stage} +
        " WHERE number = " + std::to_string(number)
    );
    auto const field = answer.value(0, 0);
    return field ? value{std::string{*field}} : std::nullopt;
}

void staged_rows::explain(error const& failure) {
    error told = failure;
    told.info().statement.clear();
    std::uint64_t number = 0;
    if (failure.info().server->sqlstate == missing_target)
        number = first_without_target(failure);
    if (number == 0)
        number = first_that_fails(told);
    if (number == 0)
        throw error{failure};
    auto column = told.info().server->column;
    if (column.empty())
        column = failing_column(number, told);
    auto& info = told.info();
    info.statement.clear();
    info.server->position = 0;
    info.server->column = column;
    auto const line =
        in_.connection()
            .execute("SELECT line FROM " + std::string{stage} + " WHERE number = " + std::to_string(number))
            .first_column()
            .front();
    info.place = from_.wrong(std::stoull(line), {}).info().place;
    info.message = "line " + line + " does not fit: " + info.server->message;
    if (find(column) != nullptr)
        info.reason = "column \"" + column + "\" is given " + quoted(text_of(column, number));
    throw error{info};
}

} // namespace alembicore::data
