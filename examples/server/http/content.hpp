// A body that is sent many times: its digest and its compressed form are made once, when first asked for.
#pragma once

#include <memory>
#include <mutex>
#include <string>

namespace alembicore::server::http {

/// Thread safety: all members may be called at once.
class content {
public:
    explicit content(std::string plain) : plain_(std::move(plain)) {}

    content(content const&) = delete;
    content& operator=(content const&) = delete;

    [[nodiscard]] std::string const& plain() const noexcept { return plain_; }

    /// Compressed by zlib, as gzip.
    [[nodiscard]] std::shared_ptr<content const> packed() const;

    /// For `ETag`: the same for both forms, and so a weak one.
    [[nodiscard]] std::string const& tag() const;

private:
    std::string plain_;
    mutable std::once_flag packed_made_;
    mutable std::shared_ptr<content const> packed_;
    mutable std::once_flag tag_made_;
    mutable std::string tag_;
};

} // namespace alembicore::server::http
