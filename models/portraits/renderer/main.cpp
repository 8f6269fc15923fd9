// portraits: draws portraits by their numbers, with a table of their attributes.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <set>

#include "models/portraits/renderer/attributes.h"
#include "models/portraits/renderer/picture_files.h"
#include "models/portraits/renderer/portrait.h"

namespace portraits {
namespace {

namespace fs = std::filesystem;

struct Arguments {
    fs::path pack = PORTRAITS_PACK, out, sheet;
    std::uint64_t first = 0, count = 0;
    int columns = 8;
    Options options;
    std::vector<std::string> set;   ///< "name=value"
    std::vector<std::string> vary;  ///< name, from, to
};

std::string file_name(std::uint64_t number) {
    std::array<char, 32> name{};
    std::snprintf(name.data(), name.size(), "%05llu.jpg", static_cast<unsigned long long>(number));
    return name.data();
}

float number_from(const std::string& text) {
    std::size_t end = 0;
    float value = 0;
    try {
        value = std::stof(text, &end);
    } catch (const std::logic_error&) {
        end = 0;
    }
    if (end == 0 || end != text.size()) throw std::runtime_error("\"" + text + "\" is not a number.");
    return value;
}

void change(const Body& body, Person& person, const std::string& name, float value) {
    if (!set_attribute(person, name, value, body.targets.has(name)))
        throw std::runtime_error("\"" + name +
                                 "\" is neither a column of attributes.csv nor a morph target.");
}

/// The table beside the pictures. A picture is written before its line: what has a line is whole.
class Table {
  public:
    explicit Table(const fs::path& folder) : file_(folder / "attributes.csv") {
        std::ifstream in(file_);
        for (std::string line; std::getline(in, line);) done_.insert(line.substr(0, line.find(',')));
        out_.open(file_, std::ios::app);
        if (done_.empty()) add(attribute_header());
    }
    bool has(const std::string& picture) const { return done_.count(picture) > 0; }
    void add(const std::string& line) {
        out_ << line << '\n' << std::flush;
        if (!out_) throw std::runtime_error(file_.string() + " cannot be written.");
    }

  private:
    fs::path file_;
    std::set<std::string> done_;
    std::ofstream out_;
};

Person person_of(const Body& body, const Arguments& arguments, std::uint64_t k) {
    const bool varied = !arguments.vary.empty();
    Person person = draw_person(varied ? arguments.first : arguments.first + k);
    for (const std::string& text : arguments.set) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos) throw std::runtime_error("\"" + text + "\" is not NAME=VALUE.");
        change(body, person, text.substr(0, equals), number_from(text.substr(equals + 1)));
    }
    if (varied) {
        const float from = number_from(arguments.vary[1]), to = number_from(arguments.vary[2]);
        const float at = real(k) / real(std::max<std::uint64_t>(1, arguments.count - 1));
        change(body, person, arguments.vary[0], from + (to - from) * at);
    }
    return person;
}

void write_folder(const Body& body, const Arguments& arguments) {
    fs::create_directories(arguments.out);
    Table table(arguments.out);
    for (std::uint64_t k = 0; k < arguments.count; ++k) {
        const std::string name = file_name(arguments.first + k);
        if (table.has(name)) continue;
        const Person person = person_of(body, arguments, k);
        write_jpeg(arguments.out / name, draw_portrait(body, person, arguments.options));
        table.add(attribute_line(name, person));
    }
}

void write_sheet(const Body& body, const Arguments& arguments) {
    std::vector<Picture> pictures;
    for (std::uint64_t k = 0; k < arguments.count; ++k)
        pictures.push_back(draw_portrait(body, person_of(body, arguments, k), arguments.options));
    write_png_sheet(arguments.sheet, pictures, arguments.columns);
}

void add_options(CLI::App& app, Arguments& arguments) {
    app.add_option("first", arguments.first, "Number of the first portrait")->required();
    app.add_option("count", arguments.count, "How many")->required();
    app.add_option("--out", arguments.out, "Folder for JPEG files and attributes.csv; what is there is kept")
        ->type_name("DIR");
    app.add_option("--sheet", arguments.sheet, "Contact sheet, a PNG file")->type_name("FILE");
    app.add_option("--columns", arguments.columns, "Of the sheet")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--size", arguments.options.side, "Pixels a side")
        ->check(CLI::Range(16, 2048))
        ->capture_default_str();
    app.add_option("--samples", arguments.options.samples, "Samples per pixel, to a side")
        ->check(CLI::Range(1, 16))
        ->capture_default_str();
    app.add_option("--hairs", arguments.options.hair_density, "Hairs on a middling scalp")
        ->check(CLI::Range(0, 16000))
        ->capture_default_str();
    app.add_option("--set", arguments.set, "Changes an attribute or a morph target of all")
        ->type_name("NAME=VALUE");
    app.add_option("--vary", arguments.vary,
                   "The first portrait, with this attribute from one value to another")
        ->expected(3)
        ->type_name("NAME FROM TO");
    app.add_option("--pack", arguments.pack, "The meshes and morph targets")->type_name("FILE");
}

}  // namespace
}  // namespace portraits

int main(int argc, char** argv) {
    CLI::App app("Draws portraits of people who do not exist, each a function of its number");
    portraits::Arguments arguments;
    portraits::add_options(app, arguments);
    CLI11_PARSE(app, argc, argv);
    try {
        if (arguments.out.empty() && arguments.sheet.empty())
            throw std::runtime_error("Name a folder with --out DIR, or a contact sheet with --sheet FILE.");
        const portraits::Body body(arguments.pack);
        if (!arguments.out.empty()) portraits::write_folder(body, arguments);
        if (!arguments.sheet.empty()) portraits::write_sheet(body, arguments);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
