// Where a body goes that is sent while it is made.
#pragma once

#include <chrono>
#include <stop_token>
#include <string_view>

namespace alembicore::server::http {

class stream_writer {
public:
    stream_writer() = default;
    stream_writer(stream_writer const&) = delete;
    stream_writer& operator=(stream_writer const&) = delete;

    /// Waits until the client has taken it, so that memory does not grow. False: nobody reads any more.
    virtual bool write(std::string_view piece) = 0;

    /// Requested when the client leaves or the server ends.
    [[nodiscard]] virtual std::stop_token gone() const = 0;

protected:
    ~stream_writer() = default;
};

} // namespace alembicore::server::http
