#include "data/impact.hpp"

#include "catalog/rows.hpp"
#include "data/statement.hpp"

#include <algorithm>
#include <map>

namespace alembicore::data {

namespace {

/// A foreign key, seen from the table it points to.
struct incoming_key {
    std::string name;
    catalog::name from;
    std::vector<std::string> columns;
    std::vector<std::string> referred;
    std::string on_delete;
};

// Those of partitions are said by their parent.
constexpr char const* keys_query = R"(
SELECT tn.nspname, t.relname, k.conname, fn.nspname, f.relname,
       (SELECT json_agg(a.attname ORDER BY p.position) FROM unnest(k.conkey) WITH ORDINALITY AS p (number, position)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.number),
       (SELECT json_agg(a.attname ORDER BY p.position) FROM unnest(k.confkey) WITH ORDINALITY AS p (number, position)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.number),
       k.confdeltype
FROM pg_constraint k
JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE k.contype = 'f' AND k.conparentid = 0
ORDER BY k.conname)";

using incoming_keys = std::multimap<catalog::name, incoming_key>;

incoming_keys read_keys(postgres::connection& on) {
    incoming_keys all;
    auto const answer = on.execute(keys_query);
    for (std::size_t number = 0; number < answer.row_count(); ++number) {
        catalog::row from{answer, number};
        auto to = from.name();
        incoming_key key;
        key.name = from.text();
        key.from = from.name();
        key.columns = from.texts();
        key.referred = from.texts();
        key.on_delete = from.text();
        all.emplace(std::move(to), std::move(key));
    }
    return all;
}

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
    /// A condition on the rows of `key.from` whose foreign key points to the rows of `to` for which `condition` holds.
    static std::string pointing(incoming_key const& key, catalog::name const& to, std::string const& condition) {
        statement text;
        std::string_view separator = "(";
        for (auto const& column : key.columns) {
            (text << separator).name(column);
            separator = ", ";
        }
        separator = ") IN (SELECT ";
        for (auto const& column : key.referred) {
            (text << separator).name(column);
            separator = ", ";
        }
        (text << " FROM ").name(to) << " WHERE " << condition << ")";
        return text.text();
    }

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
