// A file descriptor that is closed.
#pragma once

#include <utility>

#include <unistd.h>

namespace alembicore::base {

class file_descriptor {
public:
    file_descriptor() noexcept = default;

    explicit file_descriptor(int number) noexcept : number_(number) {}

    file_descriptor(file_descriptor&& other) noexcept : number_(other.release()) {}

    file_descriptor& operator=(file_descriptor&& other) noexcept {
        if (this != &other) {
            close();
            number_ = other.release();
        }
        return *this;
    }

    ~file_descriptor() { close(); }

    [[nodiscard]] int get() const noexcept { return number_; }

    [[nodiscard]] int release() noexcept { return std::exchange(number_, -1); }

private:
    void close() noexcept {
        if (number_ >= 0)
            ::close(number_);
        number_ = -1;
    }

    int number_ = -1;
};

} // namespace alembicore::base
