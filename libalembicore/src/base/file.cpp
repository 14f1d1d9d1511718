#include "base/file.hpp"

#include "base/file_descriptor.hpp"
#include "base/place.hpp"

#include <alembicore/error.hpp>

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace alembicore::base {

namespace {

error file_error(errc code, std::filesystem::path const& file, std::string what, std::string remedy) {
    error_info info;
    info.code = code;
    info.message = std::move(what);
    info.remedy = std::move(remedy);
    info.place = source_place{.file = file.string(), .line = 0, .column = 0, .excerpt = {}};
    return error{std::move(info)};
}

error unreadable(std::filesystem::path const& file, int number) {
    return file_error(
        errc::file_unreadable,
        file,
        "cannot read " + file.string() + ": " + std::generic_category().message(number),
        number == EACCES ? "give this user permission to read it" : ""
    );
}

error unwritable(std::filesystem::path const& file, int number) {
    return file_error(
        errc::file_unwritable,
        file,
        "cannot write " + file.string() + ": " + std::generic_category().message(number),
        "check that the folder is writable and the disk has room"
    );
}

/// Length of the well-formed sequence at the start of `text`, 0 when it is not one (Unicode 15, table 3-7).
std::size_t utf8_sequence_length(std::string_view text) noexcept {
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const continues = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return i < text.size() && at(i) >= low && at(i) <= high;
    };
    unsigned const first = at(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF)
        return continues(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF) && continues(2) ? 3 : 0;
    if (first >= 0xF0 && first <= 0xF4)
        return continues(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF) && continues(2) && continues(3)
                   ? 4
                   : 0;
    return 0;
}

std::string read_opened(file_descriptor const& opened, std::string const& file, std::size_t limit) {
    if (opened.get() < 0)
        throw unreadable(file, errno);

    struct stat status {};

    if (::fstat(opened.get(), &status) != 0)
        throw unreadable(file, errno);
    if (!S_ISREG(status.st_mode))
        throw file_error(errc::file_unreadable, file, "cannot read " + file + ": not a regular file", {});
    if (static_cast<std::size_t>(status.st_size) > limit)
        throw file_error(
            errc::file_too_large,
            file,
            file + " has " + std::to_string(status.st_size) + " bytes, more than the " + std::to_string(limit) +
                " that are read",
            "move large data out of the file"
        );
    std::string content(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t filled = 0;
    while (filled < content.size()) {
        auto const count = ::read(opened.get(), content.data() + filled, content.size() - filled);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw unreadable(file, errno);
        if (count == 0)
            break;
        filled += static_cast<std::size_t>(count);
    }
    content.resize(filled);
    return content;
}

} // namespace

std::string read_file(std::filesystem::path const& file, std::size_t limit) {
    return read_opened(file_descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC)}, file.string(), limit);
}

std::string folder_reader::read(std::string const& file, std::size_t limit) {
    std::size_t const folder_length = file.rfind('/') + 1;
    if (std::string_view const folder = std::string_view{file}.substr(0, folder_length); folder != folder_) {
        folder_ = folder;
        opened_ = file_descriptor{::open(folder_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    }
    if (opened_.get() < 0)
        return read_file(file, limit);
    char const* const name = file.c_str() + folder_length;
    return read_opened(file_descriptor{::openat(opened_.get(), name, O_RDONLY | O_CLOEXEC)}, file, limit);
}

std::string read_text_file(std::filesystem::path const& file, std::size_t limit) {
    std::string text = read_file(file, limit);
    if (text.starts_with("\xEF\xBB\xBF"))
        text.erase(0, 3);
    if (auto const offset = find_invalid_utf8(text); offset != std::string::npos) {
        error_info info;
        info.code = errc::invalid_encoding;
        info.message = file.string() + " is not UTF-8: byte " + std::to_string(offset) + " belongs to no character";
        info.remedy = "save the file as UTF-8";
        info.place = place_at(file.string(), text, offset);
        info.place->excerpt.clear();
        throw error{std::move(info)};
    }
    return text;
}

std::size_t find_invalid_utf8(std::string_view text) noexcept {
    std::size_t offset = 0;
    while (offset < text.size()) {
        std::size_t const length = utf8_sequence_length(text.substr(offset));
        if (length == 0)
            return offset;
        offset += length;
    }
    return std::string_view::npos;
}

void write_new_file(std::filesystem::path const& file, std::string_view content) {
    std::error_code failure;
    if (file.has_parent_path())
        std::filesystem::create_directories(file.parent_path(), failure);
    if (failure)
        throw unwritable(file, failure.value());
    file_descriptor opened{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
    if (opened.get() < 0 && errno == EEXIST)
        throw file_error(
            errc::file_exists, file, file.string() + " exists already", "remove it or choose another name"
        );
    if (opened.get() < 0)
        throw unwritable(file, errno);
    auto const give_up = [&](int number) {
        ::unlink(file.c_str());
        return unwritable(file, number);
    };
    while (!content.empty()) {
        auto const count = ::write(opened.get(), content.data(), content.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw give_up(errno);
        content.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::close(opened.release()) != 0)
        throw give_up(errno);
}

} // namespace alembicore::base
