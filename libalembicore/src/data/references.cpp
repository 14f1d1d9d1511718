#include "data/references.hpp"

#include "data/foreign_keys.hpp"
#include "data/page.hpp"

#include <algorithm>
#include <array>

namespace alembicore::data {

namespace {

/// What people call things by, best first.
constexpr std::array usual_labels{"name",      "title",     "label",   "display_name", "full_name", "fullname",
                                  "username",  "user_name", "login",   "nickname",     "email",     "subject",
                                  "slug",      "code",      "key",     "filename",     "path",      "url",
                                  "reference", "number",    "summary", "description"};

constexpr std::array usual_endings{"_name", "_title", "_label", "name", "title", "_email", "_code"};

template <typename Fits>
std::string first_text(shape const& of, Fits const& fits) {
    auto const found =
        std::ranges::find_if(of.columns, [&](shape_column const& each) { return each.text && fits(each.shown.name); });
    return found == of.columns.end() ? std::string{} : found->shown.name;
}

constexpr char const* unique_query = R"(
SELECT a.attname FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE n.nspname = $1 AND c.relname = $2 AND i.indisunique AND i.indisvalid AND i.indnkeyatts = 1 AND i.indpred IS NULL
ORDER BY a.attnum)";

struct outgoing_key {
    catalog::name to;
    incoming_key key;
};

outgoing_key find_key(postgres::connection& on, candidate_request const& wanted) {
    for (auto& [to, key] : read_keys(on))
        if (key.name == wanted.foreign_key && key.from == wanted.table)
            return {to, key};
    throw error{
        errc::bad_usage,
        wanted.table.schema + '.' + wanted.table.object + " has no foreign key '" + wanted.foreign_key + '\''};
}

filter search_filter(candidate_request const& wanted, outgoing_key const& found, std::string const& label) {
    filter made;
    if (wanted.search.empty())
        return made;
    made.how = joined::any;
    if (!label.empty())
        made.conditions.push_back({label, comparison::contains, {wanted.search}});
    for (auto const& column : found.key.referred)
        made.conditions.push_back({column, comparison::starts_with, {wanted.search}});
    return made;
}

std::size_t number_of(page const& shown, std::string const& column) {
    auto const found = std::ranges::find(shown.columns, column, &shown_column::name);
    return static_cast<std::size_t>(found - shown.columns.begin());
}

} // namespace

std::string choose_label(shape const& of, std::vector<std::string> const& unique) {
    for (std::string_view const usual : usual_labels)
        if (auto const found = first_text(of, [&](std::string const& name) { return name == usual; }); !found.empty())
            return found;
    auto const shared_by_none = [&](std::string const& name) { return std::ranges::count(unique, name) != 0; };
    if (auto const found = first_text(of, shared_by_none); !found.empty())
        return found;
    for (std::string_view const ending : usual_endings) {
        auto const ends = [&](std::string const& name) { return name.ends_with(ending); };
        if (auto const found = first_text(of, ends); !found.empty())
            return found;
    }
    return {};
}

std::string read_label(call& in, shape const& of) {
    return choose_label(of, in.connection().execute(unique_query, {of.name.schema, of.name.object}).first_column());
}

candidate_page
read_candidates(call& in, candidate_request const& wanted, std::string const& secret, std::stop_token const& stop) {
    auto const found = find_key(in.connection(), wanted);
    auto const of = read_shape(in.connection(), found.to);
    candidate_page made;
    made.from = found.to;
    made.label_column = read_label(in, of);
    page_request rows{.table = found.to, .where = search_filter(wanted, found, made.label_column), .size = wanted.size};
    if (!made.label_column.empty())
        rows.sort.push_back({.column = made.label_column});
    if (!wanted.cursor.empty()) {
        rows.position = page_position::after_cursor;
        rows.cursor = wanted.cursor;
    }
    auto const shown = read_page(in, of, rows, secret, stop);
    made.after = shown.after;
    for (auto const& row : shown.rows) {
        auto& each = made.candidates.emplace_back();
        for (std::size_t i = 0; i < found.key.columns.size(); ++i)
            each.key.emplace_back(found.key.columns[i], row.cells[number_of(shown, found.key.referred[i])].text);
        each.label =
            made.label_column.empty() ? each.key.front().second : row.cells[number_of(shown, made.label_column)].text;
    }
    return made;
}

referring_report read_references(call& in, shape const& of, row_key const& row, std::stop_token const& stop) {
    statement chosen;
    write_key(chosen, of, row);
    referring_report report;
    auto const keys = read_keys(in.connection());
    auto const [begin, end] = keys.equal_range(of.name);
    for (auto each = begin; each != end; ++each) {
        auto const& key = each->second;
        statement values;
        std::string_view separator = "SELECT ";
        for (auto const& column : key.referred) {
            (values << separator).name(column);
            separator = ", ";
        }
        (values << " FROM ").name(of.name) << " WHERE " << chosen.text();
        auto const there = in.connection().execute(values.text(), chosen.values(), stop);
        if (there.row_count() != 1)
            throw error{
                errc::bad_usage,
                "the key names " + std::to_string(there.row_count()) + " rows of " + of.name.schema + '.' +
                    of.name.object};
        referring made{.name = key.name, .from = key.from};
        for (std::size_t i = 0; i < key.columns.size(); ++i) {
            auto const field = there.value(0, i);
            made.values.emplace_back(key.columns[i], field ? value{std::string{*field}} : std::nullopt);
        }
        statement question;
        (question << "SELECT count(*) FROM ").name(key.from) << " WHERE " << pointing(key, of.name, chosen.text());
        try {
            made.rows =
                std::stoll(in.connection().execute(question.text(), chosen.values(), stop).first_column().front());
        } catch (error const& failure) {
            if (failure.code() != errc::cancelled || stop.stop_requested())
                throw;
            report.complete = false; // the transaction has failed with it
            return report;
        }
        report.keys.push_back(std::move(made));
    }
    return report;
}

} // namespace alembicore::data
