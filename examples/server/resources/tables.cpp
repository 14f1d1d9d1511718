// The rows of tables.
#include "access/secret.hpp"
#include "http/problem.hpp"
#include "resources/answers.hpp"
#include "resources/resources.hpp"
#include "resources/row_requests.hpp"

#include <alembicore/catalog.hpp>
#include <alembicore/data.hpp>
#include <alembicore/impatience.hpp>
#include <alembicore/import.hpp>
#include <alembicore/json.hpp>
#include <alembicore/table_list.hpp>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <memory>
#include <type_traits>
#include <utility>

namespace alembicore::server::resources {

namespace {

namespace json = boost::json;

/// Rows for people: a question that takes longer than this is no page any more.
constexpr std::chrono::seconds time_limit{15};

/// How old what is known of a table may be; a person does not notice.
constexpr std::chrono::milliseconds remembered_for{250};

class row_access {
    template <typename Work>
    using answer_of = std::invoke_result_t<Work const&, data::access&>;

public:
    /// `cursor_secret` signs the cursors of all requests, so that one gives what another takes.
    row_access(workspace& served, std::string cursor_secret)
        : served_(served), cursor_secret_(std::move(cursor_secret)) {}

    /// Reading is not worth a long wait behind somebody who has the table for himself.
    template <typename Work>
    [[nodiscard]] answer_of<Work> with(Work const& work, session_use use = session_use::anything) const {
        return ask([&](database& on, auto const& answer) { without_long_waits(on, answer); }, work, use);
    }

    /// Who writes waits for who writes the same row.
    [[nodiscard]] data::edit_report apply(std::vector<data::edit> const& edits) const {
        return ask(
            [](database&, auto const& answer) { answer(); },
            [&](data::access& each) { return each.apply(edits); },
            session_use::anything
        );
    }

    /// A page that nobody's own SQL is part of leaves nothing in its session.
    [[nodiscard]] data::page read(data::page_request const& wanted) const {
        auto const use = has_sql(wanted.where) ? session_use::anything : session_use::nothing;
        return with([&](data::access& each) { return each.read(wanted); }, use);
    }

    [[nodiscard]] workspace& served() const noexcept { return served_; }

private:
    template <typename Patience, typename Work>
    [[nodiscard]] answer_of<Work> ask(Patience const& patiently, Work const& work, session_use use) const {
        std::optional<answer_of<Work>> result;
        served_.with_database(
            [&](database& on) {
                data::access rows{
                    on, {.time_limit = time_limit, .cursor_secret = cursor_secret_, .known = known_tables_}};
                patiently(on, [&] { result = work(rows); });
            },
            {},
            use
        );
        return std::move(*result);
    }

    static bool has_sql(data::filter const& in) { return !in.sql.empty() || std::ranges::any_of(in.groups, has_sql); }

    workspace& served_;
    std::string cursor_secret_;
    std::shared_ptr<data::known_tables> known_tables_ = std::make_shared<data::known_tables>(remembered_for);
};

std::string_view name_of(catalog::listed_kind kind) noexcept {
    switch (kind) {
    case catalog::listed_kind::table:
        return "table";
    case catalog::listed_kind::partitioned_table:
        return "partitioned table";
    case catalog::listed_kind::partition:
        return "partition";
    case catalog::listed_kind::foreign_table:
        return "foreign table";
    case catalog::listed_kind::view:
        return "view";
    case catalog::listed_kind::materialized_view:
        break;
    }
    return "materialized view";
}

json::array list_tables(workspace& served) {
    std::vector<catalog::listed_table> found;
    served.with_database([&](database& on) { found = catalog::list_tables(on); }, {}, session_use::nothing);
    json::array listed;
    for (auto const& each : found)
        listed.push_back({
            {"schema", each.name.schema},
            {"name", each.name.object},
            {"kind", name_of(each.kind)},
            {"columns", each.columns},
            {"rows", each.rows ? json::value(*each.rows) : json::value()},
            {"size", each.size ? json::value(*each.size) : json::value()},
            {"comment", each.comment ? json::value(*each.comment) : json::value()},
        });
    return listed;
}

/// Backslash, since names are patterns there.
std::string exactly(std::string const& name) {
    std::string pattern;
    for (char const c : name) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern;
}

http::response describe_table(workspace& served, catalog::name const& table) {
    catalog::snapshot read;
    served.with_database([&](database& on) {
        without_long_waits(on, [&] {
            read = catalog::read(on, {.schemas = {table.schema}, .names = {exactly(table.object)}});
        });
    });
    auto const document = to_json(read);
    for (auto const* kind : {"tables", "views"})
        if (auto const& found = document.at(kind).as_array(); !found.empty())
            return json_response(found.front());
    return not_found("there is no table '" + table.schema + '.' + table.object + '\'', "see GET /api/tables");
}

http::response count_rows(row_access const& rows, http::call const& asked) {
    auto const table = table_of(asked);
    auto const where = filter_of(asked);
    bool const exact = asked.request.parameter("exact").has_value();
    auto const number =
        rows.with([&](data::access& on) { return exact ? on.count(table, where) : on.estimate(table, where); });
    return json_response(json::object{{"rows", number}, {"exact", exact}});
}

/// `7`, where one column is the key, or a JSON object of all key columns.
data::row_key key_in(http::call const& asked) {
    auto const& id = asked.segment("id");
    if (id.starts_with('{')) {
        boost::system::error_code failed;
        auto const parsed = json::parse(id, failed);
        if (!failed)
            return values_of(parsed);
    }
    return {{std::string{}, id}};
}

http::response apply(row_access const& rows, std::vector<data::edit> const& edits, unsigned status) {
    auto const report = rows.apply(edits);
    if (report.conflicts.empty())
        return json_response(to_json(report), status);
    error_info info;
    info.code = errc::version_mismatch;
    info.message = "somebody else has changed the row";
    info.reason = "nothing was written";
    info.remedy = "look at both versions, and send the change again with the version of now";
    auto answer = http::problem(info, 409);
    auto document = json::parse(answer.body->plain()).as_object();
    document["conflicts"] = to_json(report).at("conflicts");
    return http::text_response(json::serialize(document), answer.content_type, 409);
}

http::response insert_rows(row_access const& rows, http::call const& asked) {
    body_members body{asked.request};
    auto const* values = body.value("values");
    body.finish();
    if (values == nullptr)
        throw error{errc::bad_usage, "the member 'values' is missing", R"(send {"values": {"name": "…"}})"};
    auto const table = table_of(asked);
    std::vector<data::edit> edits;
    if (auto const* list = values->if_array())
        for (auto const& each : *list)
            edits.emplace_back(data::insertion{table, values_of(each)});
    else
        edits.emplace_back(data::insertion{table, values_of(*values)});
    return apply(rows, edits, 201);
}

http::response change_row(row_access const& rows, http::call const& asked) {
    body_members body{asked.request};
    auto const* values = body.value("values");
    auto const* seen = body.value("seen");
    data::alteration wanted;
    wanted.version = body.text_or("version", "");
    body.finish();
    if (values == nullptr)
        throw error{errc::bad_usage, "the member 'values' is missing", R"(send {"values": {…}, "version": "…"})"};
    wanted.table = table_of(asked);
    wanted.key = key_in(asked);
    wanted.values = values_of(*values);
    if (seen != nullptr)
        wanted.seen = values_of(*seen);
    return apply(rows, {wanted}, 200);
}

http::response delete_row(row_access const& rows, http::call const& asked) {
    data::deletion const wanted{table_of(asked), key_in(asked), asked.request.parameter("version").value_or(""), {}};
    return apply(rows, {wanted}, 200);
}

http::response apply_edits(row_access const& rows, http::call const& asked) {
    body_members body{asked.request};
    auto const* described = body.value("edits");
    body.finish();
    if (described == nullptr || !described->is_array())
        throw error{errc::bad_usage, "the member 'edits' is missing or no list", "see /docs for its shape"};
    std::vector<data::edit> edits;
    for (auto const& each : described->as_array())
        edits.push_back(edit_of(table_of(asked), each));
    return apply(rows, edits, 200);
}

/// `?key=` with a JSON object for each row.
std::vector<data::row_key> keys_of(http::request const& asked) {
    std::vector<data::row_key> keys;
    for (auto const& text : asked.parameters("key")) {
        boost::system::error_code failed;
        auto const parsed = json::parse(text, failed);
        if (failed)
            throw error{errc::bad_usage, "a key is no JSON: " + failed.message(), R"(give ?key={"id": "7"})"};
        keys.push_back(values_of(parsed));
    }
    if (keys.empty())
        throw error{errc::bad_usage, "no key is given", R"(give ?key={"id": "7"})"};
    return keys;
}

struct format_name {
    std::string_view name;
    data::export_format format;
    std::string_view content_type;
    std::string_view extension;
};

constexpr format_name formats[]{
    {"csv", data::export_format::csv, "text/csv; charset=utf-8", ".csv"},
    {"json", data::export_format::json, "application/json", ".json"},
    {"jsonl", data::export_format::json_lines, "application/jsonl", ".jsonl"},
    {"sql", data::export_format::sql, "application/sql", ".sql"},
};

format_name const& format_in(http::request const& asked) {
    auto const wanted = asked.parameter("format").value_or("csv");
    for (auto const& each : formats)
        if (each.name == wanted)
            return each;
    throw error{errc::bad_usage, "there is no format '" + wanted + "'", "give csv, json, jsonl or sql"};
}

http::response export_rows(row_access const& rows, http::call const& asked) {
    auto const& format = format_in(asked.request);
    data::export_request const wanted{table_of(asked), sort_of(asked.request), filter_of(asked), format.format};
    // What is wrong with the request is told before the file begins.
    static_cast<void>(rows.with([&](data::access& on) { return on.estimate(wanted.table, wanted.where); }));
    http::response answer;
    answer.content_type = format.content_type;
    answer.fields.emplace_back(
        "Content-Disposition", "attachment; filename=\"rows" + std::string{format.extension} + '"'
    );
    answer.streamed = [&served = rows.served(), wanted](http::stream_writer& to) {
        served.with_database(
            [&](database& on) {
                data::access all{on, {.time_limit = std::chrono::milliseconds{0}, .cursor_secret = {}}};
                std::string piece;
                constexpr std::size_t enough = 64 * 1024;
                all.write_out(
                    wanted,
                    [&](std::string_view text) {
                        piece += text;
                        if (piece.size() >= enough) {
                            to.write(piece);
                            piece.clear();
                        }
                    },
                    to.gone()
                );
                to.write(piece);
            },
            to.gone()
        );
    };
    return answer;
}

http::response import_csv(workspace& served, http::call const& asked) {
    data::import_request wanted;
    wanted.table = table_of(asked);
    wanted.mode = asked.request.parameter("dry_run") ? data::import_mode::dry_run : data::import_mode::write;
    data::import_report report;
    served.with_database([&](database& on) {
        std::string_view rest = asked.request.body;
        report = data::import_rows(on, wanted, [&] { return std::exchange(rest, {}); });
    });
    return json_response(to_json(report));
}

http::response find_candidates(row_access const& rows, http::call const& asked) {
    data::candidate_request wanted;
    wanted.table = table_of(asked);
    wanted.foreign_key = asked.request.parameter("foreign_key").value_or("");
    wanted.search = asked.request.parameter("search").value_or("");
    wanted.cursor = asked.request.parameter("after").value_or("");
    return json_response(to_json(rows.with([&](data::access& on) { return on.candidates(wanted); })));
}

http::response whole_value(row_access const& rows, http::call const& asked) {
    auto const key = key_in(asked);
    auto const value =
        rows.with([&](data::access& on) { return on.read_value(table_of(asked), key, asked.segment("column")); });
    return json_response(json::object{{"value", value ? json::value(*value) : json::value()}});
}

} // namespace

std::vector<http::route> table_routes(workspace& served) {
    using enum http::method;
    using enum http::role;
    auto const rows = std::make_shared<row_access const>(served, access::make_secret());
    auto const with_rows = [rows](auto const& answer) {
        return [rows, answer](http::call const& asked) { return answer(*rows, asked); };
    };
    http::query_parameter const schema{"schema", "of the table; then `table` is its bare name"};
    std::vector<http::query_parameter> const chosen{
        schema, {"sort", "columns with commas between them; -column descends"}, {"filter", "conditions, as JSON"}};
    auto paged = chosen;
    paged.insert(
        paged.end(),
        {{"size", "rows, from 1 to 10,000"},
         {"after", "cursor of a page: the one behind it"},
         {"before", "cursor of a page: the one before it"},
         {"last", "the last page"},
         {"clip", "characters of a value; 0 = all"}}
    );
    auto exported = chosen;
    exported.push_back({"format", "csv, json, jsonl or sql"});
    constexpr auto change = R"({"values": {"name": "Ada"}, "version": "1234"})";

    return {
        {get,
         "/api/tables",
         viewer,
         "Tables and views, with rows and sizes as the database has last counted them",
         [&served](http::call const&) {
             return json_response(json::object{{"tables", list_tables(served)}});
         }},
        {get,
         "/api/tables/{table}/schema",
         viewer,
         "Columns, keys, indexes and all else of one table",
         [&served](http::call const& asked) { return describe_table(served, table_of(asked)); },
         {schema}},
        {get,
         "/api/tables/{table}/data",
         viewer,
         "A page of rows",
         with_rows([](row_access const& on, http::call const& asked) {
             return json_response(to_json(on.read(page_of(asked))));
         }),
         paged},
        {get,
         "/api/tables/{table}/count",
         viewer,
         "How many rows: the planner's estimate, or with ?exact=1 the number",
         with_rows(count_rows),
         {schema, {"filter", "conditions, as JSON"}, {"exact", "count them"}}},
        {get,
         "/api/tables/{table}/impact",
         viewer,
         "What deleting rows would bring with it",
         with_rows([](row_access const& on, http::call const& asked) {
             auto const keys = keys_of(asked.request);
             return json_response(to_json(on.with([&](data::access& each) {
                 return each.impact_of_deleting(table_of(asked), keys);
             })));
         }),
         {schema, {"key", "a JSON object of key columns; repeatable"}}},
        {get,
         "/api/tables/{table}/references",
         viewer,
         "What points to one row",
         with_rows([](row_access const& on, http::call const& asked) {
             auto const keys = keys_of(asked.request);
             return json_response(to_json(on.with([&](data::access& each) {
                 return each.references_to(table_of(asked), keys.front());
             })));
         }),
         {schema, {"key", "a JSON object of key columns"}}},
        {get,
         "/api/tables/{table}/candidates",
         viewer,
         "Rows that a foreign key could point to",
         with_rows(find_candidates),
         {schema, {"foreign_key", "its name"}, {"search", "part of the label"}, {"after", "cursor of a page"}}},
        {get, "/api/tables/{table}/export", viewer, "All rows as a file", with_rows(export_rows), exported},
        {post,
         "/api/tables/{table}/import",
         editor,
         "Rows from a CSV text: all of them or none",
         [&served](http::call const& asked) { return import_csv(served, asked); },
         {schema, {"dry_run", "do everything, then undo it"}},
         "name,age\\nAda,36\\n"},
        {post,
         "/api/tables/{table}/rows",
         editor,
         "Insert one row, or several",
         with_rows(insert_rows),
         {schema},
         R"({"values": {"name": "Ada"}})"},
        {post,
         "/api/tables/{table}/edits",
         editor,
         "Insert, change and delete rows in one transaction",
         with_rows(apply_edits),
         {schema},
         R"({"edits": [{"kind": "update", "key": {"id": "7"}, "values": {"name": "Ada"}, "version": "1234"}]})"},
        {put, "/api/tables/{table}/rows/{id}", editor, "Change one row", with_rows(change_row), {schema}, change},
        {patch, "/api/tables/{table}/rows/{id}", editor, "Change one row", with_rows(change_row), {schema}, change},
        {delete_,
         "/api/tables/{table}/rows/{id}",
         editor,
         "Delete one row",
         with_rows(delete_row),
         {schema, {"version", "of the row as it was seen"}}},
        {get,
         "/api/tables/{table}/rows/{id}/{column}",
         viewer,
         "One value in full, which a page has clipped",
         with_rows(whole_value),
         {schema}},
    };
}

} // namespace alembicore::server::resources
