// Findings that are known already, so that only new ones are told.
#include "base/file.hpp"

#include <alembicore/lint.hpp>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>

namespace alembicore::lint {

namespace {

constexpr char const* heading =
    "# Findings that alembicore lint knows already: rule, revision, direction, subject, statement.\n";

/// FNV-1a. It tells statements apart; nobody's trust hangs on it.
std::string digest_of(std::string_view text) {
    std::uint64_t digest = 14695981039346656037ULL;
    for (char const c : text)
        digest = (digest ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    static constexpr char digits[] = "0123456789abcdef";
    std::string written;
    for (int shift = 60; shift >= 0; shift -= 4)
        written += digits[(digest >> shift) & 0xF];
    return written;
}

std::string word_of(std::string const& text) {
    if (text.empty())
        return "-";
    std::string word = text;
    std::ranges::replace_if(
        word, [](char c) { return c == ' ' || c == '\n' || c == '\t'; }, '_'
    );
    return word;
}

} // namespace

std::string baseline_key(finding const& of) {
    return of.rule + " " + word_of(of.revision) + " " + (of.direction == direction::downgrade ? "down" : "up") + " " +
           word_of(of.subject) + " " + digest_of(of.statement);
}

std::vector<std::string> read_baseline(std::filesystem::path const& file) {
    std::vector<std::string> keys;
    std::istringstream lines{base::read_text_file(file)};
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with('\r'))
            line.pop_back();
        if (!line.empty() && !line.starts_with('#'))
            keys.push_back(line);
    }
    return keys;
}

void write_baseline(std::filesystem::path const& file, report const& known) {
    std::vector<std::string> keys;
    for (auto const& each : known.findings)
        keys.push_back(baseline_key(each));
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    std::string text = heading;
    for (auto const& each : keys)
        text += each + "\n";
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << text;
    out.flush();
    if (!out)
        throw error{errc::file_unwritable, "cannot write " + file.string(), "check its folder and permissions"};
}

} // namespace alembicore::lint
