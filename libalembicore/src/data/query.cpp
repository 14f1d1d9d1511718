#include "base/place.hpp"
#include "data/call.hpp"
#include "data/statement_texts.hpp"
#include "data/written_statement.hpp"

#include <alembicore/query.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace alembicore::data {

namespace {

constexpr std::array transaction_words{"begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release"};

/// What would end the transaction that keeps the text in its mode, or reach past it.
void refuse_what_escapes(query_request const& wanted, statement_text const& each) {
    auto const& words = each.words;
    auto const begins = [&](char const* word) { return !words.empty() && words.front() == word; };
    bool const transaction = std::ranges::any_of(transaction_words, begins) ||
                             (begins("prepare") && words.size() > 1 && words.back() == "transaction");
    error_info info;
    info.code = errc::bad_usage;
    if (transaction) {
        info.message = "the text is one transaction; it cannot begin, end or divide any";
        info.remedy = "leave the statement out, or run the parts one after the other";
    } else if (wanted.mode == query_mode::read_only && begins("copy")) {
        info.message = "COPY writes files or programs of the server, which is more than reading";
        info.remedy = "export the rows, or ask for a change explicitly";
    } else
        return;
    info.place = base::place_at(wanted.source, wanted.text, each.offset);
    info.statement = each.text;
    throw error{std::move(info)};
}

/// The types of result columns, asked for once each.
class type_names {
public:
    explicit type_names(postgres::connection& on) : on_(on) {}

    std::string const& of(std::uint32_t type, int modifier) {
        auto const [found, missing] = known_.try_emplace({type, modifier});
        if (missing)
            found->second =
                on_.execute("SELECT pg_catalog.format_type($1, $2)", {std::to_string(type), std::to_string(modifier)})
                    .first_column()
                    .front();
        return found->second;
    }

private:
    postgres::connection& on_;
    std::map<std::pair<std::uint32_t, int>, std::string> known_;
};

/// Sends notices to the statement that runs, and nowhere when there is none.
class notice_scope {
public:
    explicit notice_scope(postgres::connection& on) : on_(on) {
        on_.on_notice([this](server_message const& said) { notices_.push_back(said); });
    }

    notice_scope(notice_scope const&) = delete;
    notice_scope& operator=(notice_scope const&) = delete;

    ~notice_scope() { on_.on_notice({}); }

    [[nodiscard]] std::vector<server_message> take() { return std::exchange(notices_, {}); }

private:
    postgres::connection& on_;
    std::vector<server_message> notices_;
};

struct column_type {
    std::uint32_t type;
    int modifier;
};

class query_run {
public:
    query_run(call& in, query_request const& wanted, query_receiver const& to, std::stop_token stop)
        : in_(in), wanted_(wanted), to_(to), stop_(std::move(stop)), types_(in.connection()),
          notices_(in.connection()) {}

    void run() {
        auto const statements = split_statements(wanted_.text);
        for (auto const& each : statements)
            refuse_what_escapes(wanted_, each);
        try {
            for (auto const& each : statements)
                run(each);
        } catch (error& failure) {
            if (reading() && failure.code() == errc::read_only_database)
                failure.info().remedy = "allow changes explicitly (query --write)";
            throw;
        }
        if (!reading())
            in_.commit();
    }

private:
    [[nodiscard]] bool reading() const { return wanted_.mode == query_mode::read_only; }

    /// A statement before may have changed the time limit. Reading takes a savepoint: what is cut short fails its
    /// transaction, and within a savepoint the server lets nobody make the transaction a writing one.
    void prepare() {
        std::string text = "SET LOCAL statement_timeout = " + std::to_string(wanted_.time_limit.count());
        if (reading())
            text += "; SAVEPOINT alembicore_statement";
        in_.connection().execute(text);
        static_cast<void>(notices_.take());
    }

    void finish(bool cut) {
        if (!reading())
            return;
        std::string const release = "RELEASE SAVEPOINT alembicore_statement";
        in_.connection().execute(cut ? "ROLLBACK TO SAVEPOINT alembicore_statement; " + release : release);
    }

    void run(statement_text const& each) {
        prepare();
        query_result made;
        made.text = each.text;
        made.line = base::place_at({}, wanted_.text, each.offset).line;
        begun_ = false;
        types_of_columns_.clear();
        std::size_t rows = 0;
        auto const take = [&](postgres::result const& row) {
            begin_rows(made, row);
            if (wanted_.row_limit != 0 && rows == wanted_.row_limit) {
                made.more = true;
                // A writing statement has to reach its end all the same.
                return reading() ? postgres::connection::wish::enough : postgres::connection::wish::more;
            }
            ++rows;
            give(row);
            return postgres::connection::wish::more;
        };
        auto const begun = std::chrono::steady_clock::now();
        auto const end = run_written(
            in_.connection(),
            {.whole = wanted_.text, .source = wanted_.source, .offset = each.offset},
            made.text,
            take,
            stop_
        );
        made.elapsed = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
        made.notices = notices_.take();
        made.command = end.last.command();
        if (!made.more || !reading())
            made.counted = end.last.counted();
        else
            made.command.clear();
        if (end.last.column_count() != 0)
            begin_rows(made, end.last);
        finish(end.cut);
        for (std::size_t i = 0; i < made.columns.size(); ++i)
            made.columns[i].type = types_.of(types_of_columns_[i].type, types_of_columns_[i].modifier);
        if (to_.end)
            to_.end(made);
    }

    void begin_rows(query_result& made, postgres::result const& from) {
        if (std::exchange(begun_, true))
            return;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < from.column_count(); ++i) {
            names.emplace_back(from.column_name(i));
            made.columns.push_back({.name = names.back(), .type = {}});
            types_of_columns_.push_back({from.column_type(i), from.column_modifier(i)});
        }
        if (to_.begin)
            to_.begin(names);
    }

    void give(postgres::result const& row) {
        if (!to_.row)
            return;
        std::vector<value> values;
        values.reserve(row.column_count());
        for (std::size_t i = 0; i < row.column_count(); ++i) {
            auto const field = row.value(0, i);
            values.push_back(field ? value{std::string{*field}} : std::nullopt);
        }
        to_.row(values);
    }

    call& in_;
    query_request const& wanted_;
    query_receiver const& to_;
    std::stop_token stop_;
    type_names types_;
    notice_scope notices_;
    std::vector<column_type> types_of_columns_;
    bool begun_ = false; ///< the receiver knows the columns of this statement
};

} // namespace

void run_query(database& on, query_request const& wanted, query_receiver const& to, std::stop_token const& stop) {
    call in{on.connection(), wanted.mode == query_mode::read_only ? intent::read : intent::write, wanted.time_limit};
    query_run{in, wanted, to, stop}.run();
}

std::vector<query_result> run_query(database& on, query_request const& wanted, std::stop_token const& stop) {
    std::vector<query_result> results;
    std::vector<std::vector<value>> rows;
    query_receiver to;
    to.row = [&](std::vector<value> const& row) { rows.push_back(row); };
    to.end = [&](query_result const& ended) {
        results.push_back(ended);
        results.back().rows = std::exchange(rows, {});
    };
    run_query(on, wanted, to, stop);
    return results;
}

} // namespace alembicore::data
