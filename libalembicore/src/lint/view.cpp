#include "lint/view.hpp"

#include "base/place.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace alembicore::lint {

namespace {

/// Longer ones are data.
constexpr std::size_t longest_text = 256 * 1024;

bool begins_with_word(std::string_view text, std::string_view word) {
    return text.size() > word.size() && std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
               return a == std::toupper(static_cast<unsigned char>(b));
           });
}

bool only_changes_rows(std::string_view text) {
    return text.find(';') == std::string_view::npos &&
           (begins_with_word(text, "INSERT ") || begins_with_word(text, "UPDATE ") || begins_with_word(text, "DELETE ")
           );
}

/// Goes through statements and numbers the transactions that they run in.
class builder {
public:
    builder(view_request const& wanted, std::size_t open) : open_{open}, last_{open}, mode_{wanted.transactions} {
        made_.id = wanted.id;
        made_.path = wanted.path;
        made_.direction = wanted.direction;
    }

    void leave_transaction() { open_ = 0; }

    void enter_transaction() { open_ = mode_ == transaction_mode::none ? 0 : ++last_; }

    /// A text that is sent as one.
    void add(std::string const& text, origin from, source_place const& place) {
        if (text.size() > longest_text)
            return add_unread(text.substr(0, 80), from, place, "it is longer than 256 KiB");
        std::vector<parse::statement> parsed;
        try {
            parsed = parse::parse_statements(text);
        } catch (error const& failure) {
            if (failure.code() != errc::statement_failed)
                throw;
            return add_unread(text, from, place, failure.what());
        }
        // What is sent as one text outside a transaction is one, unless it says otherwise.
        bool const together = open_ == 0 && parsed.size() > 1;
        if (together)
            open_ = ++last_;
        for (auto& each : parsed)
            add_statement({std::string{parse::text_of(each, text)}, place, from, open_, std::move(each), {}});
        if (together)
            open_ = 0;
    }

    /// A statement that is sent alone.
    void add_statement(placed_statement next) {
        auto const kind = next.parsed.kind == "TransactionStmt" ? text(next.parsed.tree, "kind") : std::string{};
        made_.statements.push_back(std::move(next));
        if (kind == "TRANS_STMT_BEGIN" || kind == "TRANS_STMT_START")
            open_ = open_ == 0 ? ++last_ : open_;
        else if (kind == "TRANS_STMT_COMMIT" || kind == "TRANS_STMT_ROLLBACK")
            open_ = 0;
    }

    [[nodiscard]] std::size_t open() const noexcept { return open_; }

    revision_view take() && {
        for (std::size_t i = 0; i < made_.statements.size(); ++i) {
            auto const& each = made_.statements[i];
            if (each.parsed.kind.empty()) {
                action unread;
                unread.kind = each.problem.empty() ? action_kind::other : action_kind::unreadable;
                unread.details = &each.parsed.tree;
                unread.statement = i;
                made_.actions.push_back(std::move(unread));
                continue;
            }
            for (auto& done : actions_of(each.parsed)) {
                done.statement = i;
                made_.actions.push_back(std::move(done));
            }
        }
        return std::move(made_);
    }

private:
    /// What the compiler of directives makes is SQL, whatever it is.
    void add_unread(std::string text, origin from, source_place const& place, std::string problem) {
        if (from != origin::written)
            problem.clear();
        made_.statements.push_back({std::move(text), place, from, open_, {}, std::move(problem)});
    }

    revision_view made_;
    std::size_t open_;
    std::size_t last_;
    transaction_mode mode_;
};

} // namespace

revision_view view_of(view_request const& wanted, std::vector<sent_statement> const& statements) {
    builder building{wanted, wanted.transactions == transaction_mode::none ? 0U : 1U};
    for (auto const& [statement, from] : statements)
        switch (statement.kind) {
        case sql::statement_kind::leave_transaction:
            building.leave_transaction();
            break;
        case sql::statement_kind::enter_transaction:
            building.enter_transaction();
            break;
        case sql::statement_kind::sql:
            if (wanted.depth == depth::all || !only_changes_rows(statement.text))
                building.add(statement.text, from, statement.place);
            break;
        }
    return std::move(building).take();
}

revision_view view_of_text(std::string const& text, std::string const& name, options const& wanted) {
    builder building{{.path = name}, wanted.in_transaction ? 1U : 0U};
    for (auto& each : parse::parse_statements(text, {name, 0})) {
        auto place = base::place_at(name, text, each.offset);
        std::string words{parse::text_of(each, text)};
        building.add_statement(
            {std::move(words), std::move(place), origin::written, building.open(), std::move(each), {}}
        );
    }
    return std::move(building).take();
}

} // namespace alembicore::lint
