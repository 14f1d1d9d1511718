// A network between a program and a server that a test can cut.
#pragma once

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace alembicore::test {

/// Passes what comes to a port of this machine on to another one, and back.
class cutting_proxy {
public:
    explicit cutting_proxy(int server_port);
    cutting_proxy(cutting_proxy const&) = delete;
    cutting_proxy& operator=(cutting_proxy const&) = delete;
    ~cutting_proxy();

    [[nodiscard]] int port() const noexcept { return port_; }

    /// Every connection is reset, and so is every new one.
    void cut();

    /// Nothing passes any more, and nobody is told.
    void swallow() { mode_ = mode::swallowing; }

private:
    enum class mode { passing, swallowing, cut };
    struct link;

    void accept_all();
    void pass(link& through, int from, int to);

    int server_port_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<mode> mode_{mode::passing};
    std::mutex links_guard_;
    std::list<std::unique_ptr<link>> links_;
    std::thread accepting_;
    std::atomic<bool> over_ = false;
};

} // namespace alembicore::test
