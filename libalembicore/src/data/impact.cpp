#include "data/impact.hpp"

#include "data/foreign_keys.hpp"

#include <algorithm>

namespace alembicore::data {

namespace {

effect effect_of(std::string const& code) {
    switch (code.front()) {
    case 'c':
        return effect::deleted;
    case 'n':
        return effect::set_null;
    case 'd':
        return effect::set_default;
    default:
        return effect::blocked;
    }
}

/// Whether the time limit is what has ended a statement.
bool out_of_time(error const& failure, std::stop_token const& stop) {
    return failure.code() == errc::cancelled && !stop.stop_requested();
}

/// Goes from the rows to what points to them, to what points to that, and so on. The rows of a step are told by a
/// condition on its table, which nests the conditions of the steps before; a path passes no foreign key twice.
class search {
public:
    search(call& in, std::stop_token stop) : in_(in), stop_(std::move(stop)), keys_(read_keys(in.connection())) {}

    impact_report run(shape const& of, std::vector<row_key> const& rows) {
        if (rows.empty())
            throw error{errc::bad_usage, "no rows are named"};
        statement chosen;
        std::string_view separator;
        for (auto const& each : rows) {
            chosen << separator << "(";
            write_key(chosen, of, each);
            chosen << ")";
            separator = " OR ";
        }
        parameters_ = chosen.values();
        try {
            follow(of.name, chosen.text(), {});
        } catch (error const& failure) {
            if (!out_of_time(failure, stop_))
                throw;
            report_.complete = false;
        }
        return std::move(report_);
    }

private:
    [[nodiscard]] std::int64_t count(catalog::name const& table, std::string const& condition) {
        statement question;
        (question << "SELECT count(*) FROM ").name(table) << " WHERE " << condition;
        return std::stoll(in_.connection().execute(question.text(), parameters_, stop_).first_column().front());
    }

    void follow(catalog::name const& to, std::string const& condition, std::vector<std::string> const& path) {
        auto const [begin, end] = keys_.equal_range(to);
        for (auto each = begin; each != end; ++each) {
            auto const& key = each->second;
            if (std::ranges::count(path, key.name) != 0)
                continue;
            auto const pointing_to_them = pointing(key, to, condition);
            auto const rows = count(key.from, pointing_to_them);
            if (rows == 0)
                continue;
            auto further = path;
            further.push_back(key.name);
            auto const what = effect_of(key.on_delete);
            report_.impacts.push_back({.path = further, .table = key.from, .effect = what, .rows = rows});
            if (what == effect::deleted)
                follow(key.from, pointing_to_them, further);
        }
    }

    call& in_;
    std::stop_token stop_;
    incoming_keys keys_;
    postgres::connection::parameters parameters_;
    impact_report report_;
};

} // namespace

impact_report impact_of(call& in, shape const& of, std::vector<row_key> const& rows, std::stop_token const& stop) {
    return search{in, stop}.run(of, rows);
}

} // namespace alembicore::data
