// The files of the page.
#pragma once

#include "http/message.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace alembicore::server {

/// Read once, at the start. Names that hold a digest of what is in them may be kept for ever. `STYLE_NONCE` in a page
/// is another text for every answer, with which its scripts may make styles.
class static_files {
public:
    /// A folder that is not there has no files.
    explicit static_files(std::filesystem::path const& folder);

    /// The file of a path, or for a path within the page, which is no file, the page itself; from deeper ones than the
    /// page has, the way to one that it has.
    [[nodiscard]] std::optional<http::response> find(http::request const& asked) const;

private:
    struct file {
        std::string content_type;
        std::shared_ptr<http::content const> content;
        bool unchanging = false;
        bool asks_for_nonce = false;
    };

    [[nodiscard]] static http::response answer_with(file const& found);

    std::map<std::string, file, std::less<>> files_; ///< by their path: `assets/app.js`
};

} // namespace alembicore::server
