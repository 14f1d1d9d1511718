#include "static_files.hpp"

#include "access/secret.hpp"
#include "content_policy.hpp"

#include <boost/algorithm/string/replace.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <fstream>
#include <iterator>

namespace alembicore::server {

namespace {

namespace fs = std::filesystem;

constexpr std::pair<std::string_view, std::string_view> content_types[]{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".map", "application/json"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
};

constexpr std::string_view nonce_mark = "STYLE_NONCE";

std::string content_type_of(fs::path const& file) {
    for (auto const& [extension, type] : content_types)
        if (file.extension() == extension)
            return std::string{type};
    return "application/octet-stream";
}

std::string read(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string joined(std::vector<std::string> const& path) {
    std::string text;
    for (auto const& segment : path)
        text += (text.empty() ? "" : "/") + segment;
    return text;
}

/// The page names its files relative to itself, so all its places are one segment below the folder it lies in.
bool is_too_deep(std::vector<std::string> const& path) noexcept {
    return path.size() > 1;
}

/// Where `/data/` is meant, `/data`; elsewhere the page tells that it has no such place. Relative, since a proxy may
/// have taken away a prefix that is not known here.
http::response to_place_in_page(std::vector<std::string> const& path) {
    std::string place;
    for (std::size_t level = 1; level < path.size(); ++level)
        place += "../";
    bool const has_slash_too_many = path.size() == 2 && path.back().empty();
    if (has_slash_too_many)
        place += boost::urls::encode(path.front(), boost::urls::unreserved_chars);
    else
        place += "no-such-page?asked=" + boost::urls::encode(joined(path), boost::urls::unreserved_chars);
    http::response answer;
    answer.status = 302;
    answer.fields.emplace_back("Location", std::move(place));
    answer.fields.emplace_back("Cache-Control", "no-store");
    return answer;
}

/// What a page names relative to itself must lie in its folder.
http::response to_folder(std::string place) {
    http::response answer;
    answer.status = 308;
    answer.fields.emplace_back("Location", std::move(place));
    return answer;
}

} // namespace

static_files::static_files(fs::path const& folder) {
    std::error_code missing;
    for (auto const& entry : fs::recursive_directory_iterator{folder, missing}) {
        if (!entry.is_regular_file())
            continue;
        auto const name = entry.path().lexically_relative(folder).generic_string();
        auto text = read(entry.path());
        bool const is_page = entry.path().extension() == ".html";
        files_[name] = {
            .content_type = content_type_of(entry.path()),
            .content = {},
            .unchanging = name.starts_with("assets/"),
            .asks_for_nonce = is_page && text.find(nonce_mark) != std::string::npos,
        };
        files_[name].content = std::make_shared<http::content const>(std::move(text));
    }
}

http::response static_files::answer_with(file const& found) {
    http::response answer;
    answer.content_type = found.content_type;
    answer.body = found.content;
    if (found.asks_for_nonce) {
        auto const nonce = access::make_secret();
        answer.body = std::make_shared<http::content const>(
            boost::algorithm::replace_all_copy(found.content->plain(), nonce_mark, nonce)
        );
        answer.fields.emplace_back("Content-Security-Policy", content_policy(nonce));
    }
    answer.fields.emplace_back("Cache-Control", found.unchanging ? "public, max-age=31536000, immutable" : "no-cache");
    return answer;
}

std::optional<http::response> static_files::find(http::request const& asked) const {
    if (asked.verb != http::method::get && asked.verb != http::method::head)
        return std::nullopt;
    auto const name = joined(asked.path);
    auto found = files_.find(name);
    if (found == files_.end() && !name.empty()) {
        bool const is_folder = name.ends_with('/');
        found = files_.find(name + (is_folder ? "index.html" : "/index.html"));
        if (found != files_.end() && !is_folder)
            return to_folder('/' + name + '/');
    }
    bool const is_place_in_page = asked.path.empty() || asked.path.back().find('.') == std::string::npos;
    if (found == files_.end() && is_place_in_page && is_too_deep(asked.path) && files_.contains("index.html"))
        return to_place_in_page(asked.path);
    if (found == files_.end() && is_place_in_page)
        found = files_.find("index.html");
    if (found == files_.end())
        return std::nullopt;
    return answer_with(found->second);
}

} // namespace alembicore::server
