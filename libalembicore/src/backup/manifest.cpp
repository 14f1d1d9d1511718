#include "backup/manifest.hpp"

#include "backup/folder.hpp"
#include "base/file.hpp"

#include <alembicore/error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <exception>
#include <utility>

namespace alembicore::backup {

namespace {

namespace js = boost::json;

constexpr int layout_version = 1;
constexpr std::size_t largest_manifest = std::size_t{256} << 20U;

js::array texts(std::vector<std::string> const& values) {
    js::array array;
    for (auto const& value : values)
        array.emplace_back(value);
    return array;
}

js::value direction_text(direction of) {
    return of == direction::upgrade ? "upgrade" : "downgrade";
}

js::value occasion_of(std::optional<backup_occasion> const& run) {
    if (!run)
        return nullptr;
    return js::object{
        {"direction", direction_text(run->direction)}, {"target", run->target}, {"revisions", texts(run->revisions)}};
}

js::object name_value(catalog::name const& of) {
    return {{"schema", of.schema}, {"object", of.object}};
}

js::array left_out_of(backup_manifest const& manifest) {
    js::array array;
    for (auto const& each : manifest.left_out)
        array.push_back(js::object{{"table", name_value(each.table)}, {"key", each.key}});
    return array;
}

js::array tables_of(backup_manifest const& manifest) {
    js::array array;
    for (auto const& each : manifest.tables)
        array.push_back(js::object{
            {"name", name_value(each.name)},
            {"data", each.data},
            {"rows", each.rows ? js::value(*each.rows) : js::value{}},
            {"exact", each.exact}});
    return array;
}

js::array files_of(backup_manifest const& manifest) {
    js::array array;
    for (auto const& each : manifest.files)
        array.push_back(js::object{{"name", each.name}, {"size", each.size}, {"sha256", each.sha256}});
    return array;
}

/// Reads members, which must be there and of the right kind; Boost.JSON throws where they are not.
class member_reader {
public:
    explicit member_reader(js::value const& of) : object_(of.as_object()) {}

    [[nodiscard]] std::string text(char const* name) const { return js::value_to<std::string>(object_.at(name)); }

    template <typename Number>
    [[nodiscard]] Number number(char const* name) const {
        return object_.at(name).to_number<Number>();
    }

    [[nodiscard]] bool flag(char const* name) const { return object_.at(name).as_bool(); }

    [[nodiscard]] std::vector<std::string> texts(char const* name) const {
        return js::value_to<std::vector<std::string>>(object_.at(name));
    }

    [[nodiscard]] js::value const& value(char const* name) const { return object_.at(name); }

private:
    js::object const& object_;
};

backup_policy policy_named(std::string const& name) {
    auto const policy = parse_backup_policy(name);
    if (!policy)
        throw error{errc::damaged_backup, "there is no backup policy '" + name + "'"};
    return *policy;
}

catalog::name name_in(js::value const& value) {
    member_reader const members{value};
    return {members.text("schema"), members.text("object")};
}

backup_table table_in(js::value const& value) {
    member_reader const members{value};
    auto const& rows = members.value("rows");
    return {
        .name = name_in(members.value("name")),
        .data = members.flag("data"),
        .rows = rows.is_null() ? std::nullopt : std::optional{rows.to_number<std::int64_t>()},
        .exact = members.flag("exact"),
    };
}

backup_file file_in(js::value const& value) {
    member_reader const members{value};
    return {members.text("name"), members.number<std::uint64_t>("size"), members.text("sha256")};
}

backup_encoding encoding_in(js::value const& value) {
    member_reader const members{value};
    return {
        .encoding = members.text("encoding"),
        .collate = members.text("collate"),
        .ctype = members.text("ctype"),
        .provider = members.text("provider"),
        .locale = members.text("locale"),
        .icu_rules = members.text("icu_rules"),
    };
}

backup_occasion occasion_in(js::value const& value) {
    member_reader const members{value};
    return {
        .direction = members.text("direction") == "upgrade" ? direction::upgrade : direction::downgrade,
        .target = members.text("target"),
        .revisions = members.texts("revisions"),
    };
}

backup_manifest manifest_in(js::value const& value) {
    member_reader const members{value};
    if (members.number<int>("layout") > layout_version)
        throw error{
            errc::damaged_backup, "the manifest was written by a newer alembicore", "use that one to read the backup"};
    backup_manifest read;
    read.id = members.text("id");
    read.created = members.text("created");
    read.database = members.text("database");
    read.server = members.text("server");
    read.server_version = members.text("server_version");
    read.client_version = members.text("client_version");
    read.engine_version = members.text("engine_version");
    read.policy = policy_named(members.text("policy"));
    read.reason = members.text("reason");
    read.format = members.text("format") == "directory" ? backup_format::directory : backup_format::custom;
    read.jobs = members.number<unsigned>("jobs");
    read.revisions = members.texts("revisions");
    if (!members.value("occasion").is_null())
        read.occasion = occasion_in(members.value("occasion"));
    read.schemas = members.texts("schemas");
    for (auto const& each : members.value("tables").as_array())
        read.tables.push_back(table_in(each));
    read.database_size = members.number<std::uint64_t>("database_size");
    read.size = members.number<std::uint64_t>("size");
    for (auto const& each : members.value("files").as_array())
        read.files.push_back(file_in(each));
    read.sha256 = members.text("sha256");
    read.fingerprint = members.text("fingerprint");
    read.restored_fingerprint = members.text("restored_fingerprint");
    for (auto const& each : members.value("left_out").as_array()) {
        member_reader const key{each};
        read.left_out.push_back({name_in(key.value("table")), key.text("key")});
    }
    read.encoding = encoding_in(members.value("encoding"));
    read.elapsed = std::chrono::microseconds{members.number<std::int64_t>("elapsed_us")};
    return read;
}

} // namespace

js::value to_json(backup_manifest const& manifest) {
    auto const& form = manifest.encoding;
    return js::object{
        {"layout", layout_version},
        {"id", manifest.id},
        {"created", manifest.created},
        {"database", manifest.database},
        {"server", manifest.server},
        {"server_version", manifest.server_version},
        {"client_version", manifest.client_version},
        {"engine_version", manifest.engine_version},
        {"policy", alembicore::name_of(manifest.policy)},
        {"reason", manifest.reason},
        {"format", manifest.format == backup_format::directory ? "directory" : "custom"},
        {"jobs", manifest.jobs},
        {"revisions", texts(manifest.revisions)},
        {"occasion", occasion_of(manifest.occasion)},
        {"schemas", texts(manifest.schemas)},
        {"tables", tables_of(manifest)},
        {"database_size", manifest.database_size},
        {"size", manifest.size},
        {"files", files_of(manifest)},
        {"sha256", manifest.sha256},
        {"fingerprint", manifest.fingerprint},
        {"restored_fingerprint", manifest.restored_fingerprint},
        {"left_out", left_out_of(manifest)},
        {"encoding",
         {{"encoding", form.encoding},
          {"collate", form.collate},
          {"ctype", form.ctype},
          {"provider", form.provider},
          {"locale", form.locale},
          {"icu_rules", form.icu_rules}}},
        {"elapsed_us", manifest.elapsed.count()},
    };
}

backup_manifest parse_manifest(std::string_view text) try {
    return manifest_in(js::parse(js::string_view{text.data(), text.size()}));

} catch (error const&) {

    throw;

} catch (std::exception const& malformed) {

    throw error{errc::damaged_backup, "the manifest cannot be read: " + std::string{malformed.what()}};
}

backup_manifest load_manifest(std::filesystem::path const& folder) try {
    auto read = parse_manifest(base::read_file(folder / manifest_name, largest_manifest));
    read.folder = folder;
    return read;

} catch (error const& failure) {

    error_info info;
    info.code = errc::damaged_backup;
    info.message = "the backup in " + folder.string() + " has no manifest that can be read";
    info.reason = failure.info().message;
    info.remedy = "it is no backup that can be relied on; remove it, or restore the manifest";
    throw error{std::move(info)};
}

} // namespace alembicore::backup
