#include "data/edits.hpp"

#include "data/rows.hpp"

namespace alembicore::data {

namespace {

constexpr std::size_t whole_values = 0; ///< not clipped

void write_names(statement& to, row_values const& given) {
    std::string_view separator = " (";
    for (auto const& [column, text] : given) {
        (to << separator).name(column);
        separator = ", ";
    }
    to << ")";
}

void write_returning(statement& to, shape const& of) {
    to << " RETURNING ";
    write_cells(to, of, whole_values);
}

/// ` WHERE key`, and that the row is still as it was seen.
template <typename Edit>
void write_target(statement& to, shape const& of, Edit const& wanted) {
    to << " WHERE ";
    write_key(to, of, wanted.key);
    if (!wanted.version.empty() && of.versioned)
        (to << " AND xmin = ").parameter(wanted.version, "xid");
    for (auto const& [column, text] : wanted.seen) {
        to << " AND ";
        write_printed_so(to, of.column(column), text);
    }
}

class application {
public:
    application(call& in, shape_source const& shape_of, std::stop_token stop)
        : in_(in), shape_of_(shape_of), stop_(std::move(stop)) {}

    edit_report run(std::vector<edit> const& edits) {
        for (std::size_t number = 0; number < edits.size(); ++number) {
            number_ = number;
            std::visit([this](auto const& each) { apply(each); }, edits[number]);
        }
        if (report_.conflicts.empty())
            in_.commit();
        else
            report_.rows.clear();
        return std::move(report_);
    }

private:
    void apply(insertion const& wanted) {
        auto const& of = shape_of_(wanted.table);
        statement change;
        (change << "INSERT INTO ").name(of.name);
        if (wanted.values.empty())
            change << " DEFAULT VALUES";
        else {
            write_names(change, wanted.values);
            std::string_view separator = " VALUES (";
            for (auto const& [column, text] : wanted.values) {
                (change << separator).parameter(text, of.column(column).cast);
                separator = ", ";
            }
            change << ")";
        }
        write_returning(change, of);
        auto const answer = change.run(in_.connection(), stop_);
        if (answer.row_count() == 0)
            report_.rows.emplace_back(std::nullopt); // a trigger has kept it away
        else
            report_.rows.emplace_back(row_in(answer, 0, of, whole_values));
    }

    void apply(alteration const& wanted) {
        auto const& of = shape_of_(wanted.table);
        if (wanted.values.empty())
            throw error{errc::bad_usage, "nothing is to be changed: the edit has no values"};
        statement change;
        (change << "UPDATE ").name(of.name) << " SET ";
        std::string_view separator;
        for (auto const& [column, text] : wanted.values) {
            (change << separator).name(column) << " = ";
            change.parameter(text, of.column(column).cast);
            separator = ", ";
        }
        write_target(change, of, wanted);
        write_returning(change, of);
        auto const answer = change.run(in_.connection(), stop_);
        require_one(answer.row_count(), of);
        if (answer.row_count() == 0)
            return add_conflict(of, wanted);
        report_.rows.emplace_back(row_in(answer, 0, of, whole_values));
    }

    void apply(deletion const& wanted) {
        auto const& of = shape_of_(wanted.table);
        statement change;
        (change << "DELETE FROM ").name(of.name);
        write_target(change, of, wanted);
        auto const answer = change.run(in_.connection(), stop_);
        require_one(answer.affected(), of);
        if (answer.affected() == 0)
            return add_conflict(of, wanted);
        report_.rows.emplace_back(std::nullopt);
    }

    /// A key that names several rows would change more than was meant.
    static void require_one(std::uint64_t rows, shape const& of) {
        if (rows > 1)
            throw error{
                errc::bad_usage,
                "the key names " + std::to_string(rows) + " rows of " + of.name.schema + '.' + of.name.object +
                    "; nothing was changed",
                "name every column of the row"};
    }

    template <typename Edit>
    void add_conflict(shape const& of, Edit const& wanted) {
        statement question;
        question << "SELECT ";
        write_cells(question, of, whole_values);
        (question << " FROM ").name(of.name) << " WHERE ";
        write_key(question, of, wanted.key);
        auto const answer = question.run(in_.connection(), stop_);
        auto& made = report_.conflicts.emplace_back();
        made.edit = number_;
        made.seen_version = wanted.version;
        made.seen = wanted.seen;
        if (answer.row_count() != 0)
            made.row_now = row_in(answer, 0, of, whole_values);
        report_.rows.emplace_back(std::nullopt);
    }

    call& in_;
    shape_source const& shape_of_;
    std::stop_token stop_;
    std::size_t number_ = 0;
    edit_report report_;
};

} // namespace

edit_report
apply_edits(call& in, std::vector<edit> const& edits, shape_source const& shape_of, std::stop_token const& stop) {
    return application{in, shape_of, stop}.run(edits);
}

} // namespace alembicore::data
