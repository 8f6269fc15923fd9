// `progan` as a person calls it: what it writes, what it says, how it ends.
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/documents/face_picture.h"
#include "core/files/atomic_file.h"
#include "core/files/input_file.h"
#include "core/image/image_file.h"
#include "core/latent/seeds.h"
#include "core/machine/machine_facts.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/model/model_file.h"
#include "core/support/format.h"
#include "core/support/paths.h"
#include "tests/cli/command_line.h"
#include "tests/fixtures/process.h"
#include "tests/fixtures/random_model.h"
#include "tests/fixtures/tensor_file.h"

namespace progan {
namespace {
namespace fs = std::filesystem;
using test::CommandLine;

constexpr int kSide = 128;  // of the included model's faces

double mean_difference(const Image& a, const Image& b) {
    EXPECT_EQ(a.rgb.size(), b.rgb.size());
    double sum = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) sum += std::abs(int{a.rgb[i]} - int{b.rgb[i]});
    return sum / static_cast<double>(a.rgb.size());
}

Image cell(const Image& sheet, int column, int row, int side) {
    Image image(side, side);
    for (int y = 0; y < side; ++y)
        std::copy_n(sheet.rgb.begin() +
                        (static_cast<std::ptrdiff_t>(row * side + y) * sheet.width + column * side) * 3,
                    side * 3, image.rgb.begin() + static_cast<std::ptrdiff_t>(y) * side * 3);
    return image;
}

TEST_F(CommandLine, AGridShows25DifferentFaces) {
    done("render --seeds 1-25 --grid 5 -o grid.png");
    const Image grid = read_image(folder_ / "grid.png");
    ASSERT_EQ(grid.width, 5 * kSide);
    ASSERT_EQ(grid.height, 5 * kSide);
    std::vector<Image> faces;
    faces.reserve(25);
    for (int i = 0; i < 25; ++i) faces.push_back(cell(grid, i % 5, i / 5, kSide));
    for (std::size_t i = 0; i < faces.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_GT(mean_difference(faces[i], faces[j]), 3) << i + 1 << " and " << j + 1;
    done("render --seeds 7 -o seven.png");
    EXPECT_EQ(read_image(folder_ / "seven.png"), faces[6]);
}

TEST_F(CommandLine, WhatOthersCalledTheirFilesAndModelsDoesNothingToTheTerminal) {
    ModelSpec spec;
    spec.latent_size = 8;
    spec.channels = {8, 8};
    spec.to_rgb_levels = {0, 1};
    spec.last_level = 1;
    spec.name = "Nice\x1b[2Jmodel";
    const std::string name = "a\x1b]0;title\a.safetensors";
    save_model(folder_ / name, test::random_model(spec));
    for (const char* command : {"info", "bench --seconds 0.1 --model", "directions --model"}) {
        const Result result = run(std::string(command) + " '" + name + "'");
        const std::string all = result.out + result.err;
        EXPECT_NE(all, "") << command;
        EXPECT_EQ(all.find('\x1b'), std::string::npos) << command << ": " << all;
        EXPECT_EQ(all.find('\a'), std::string::npos) << command << ": " << all;
    }
    // Nor does a name bring lines of its own.
    spec.name = "x\nLicence       CC0 1.0";
    save_model(folder_ / "x\nSHA-256       0000.safetensors", test::random_model(spec));
    const std::string told = done("info 'x\nSHA-256       0000.safetensors'");
    EXPECT_NE(told.find("Name          x?Licence"), std::string::npos) << told;
    EXPECT_EQ(told.find("\nLicence"), std::string::npos) << told;
    EXPECT_EQ(told.find("\nSHA-256       0000"), std::string::npos) << told;
}

TEST_F(CommandLine, TheWeightsOfAModelAreToldLayerByLayer) {
    const std::string text = run("info --weights").out;
    for (const char* wanted :
         {"Eq. scale", "levels.0.first.weight", "levels.5.to_rgb.weight", "[3, 16, 1, 1]"})
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted << " in " << text;
    EXPECT_EQ(run("info").out.find("levels."), std::string::npos);

    const auto json = nlohmann::json::parse(run("info --weights --json").out);
    std::int64_t numbers = 0, counted = 0;
    for (const auto& weight : json["weights"]) {
        std::int64_t size = 1;
        for (const auto& side : weight["shape"]) size *= side.get<std::int64_t>();
        numbers += size;
        for (const auto& count : weight["histogram"]) counted += count.get<std::int64_t>();
    }
    EXPECT_EQ(counted, numbers);
    EXPECT_GT(numbers, json["parameters"].get<std::int64_t>() * 9 / 10);
    EXPECT_FALSE(nlohmann::json::parse(run("info --json").out).contains("weights"));
}

TEST_F(CommandLine, SpacesInAListOfSeedsAreAsInText) {
    done("render --seeds '1, 2 , 4 - 5' -o spaced");
    EXPECT_EQ(names(folder_ / "spaced"),
              (std::vector<std::string>{"seed0001.png", "seed0002.png", "seed0004.png", "seed0005.png"}));
    for (const std::string list : {"1, ,2", "1 2", "1,", " "}) {
        const Result result = run("render --seeds '" + list + "' -o wrong");
        EXPECT_EQ(result.exit_code, 2) << list;
        EXPECT_NE(result.err.find("is not a list of seeds"), std::string::npos) << result.err;
    }
}

TEST_F(CommandLine, AnInterpolationBeginsAndEndsWithTheRenders) {
    done("render --seeds 15,21 -o ends");
    EXPECT_EQ(names(folder_ / "ends"), (std::vector<std::string>{"seed0015.png", "seed0021.png"}));
    done("interpolate --seeds 15,21 --steps 25 --method hypersphere -o frames");
    std::vector<std::string> files = names(folder_ / "frames");
    ASSERT_EQ(files.size(), 26u);
    EXPECT_EQ(files.back(), "journey.json");
    files.pop_back();
    std::vector<Image> frames;
    frames.reserve(files.size());
    for (const std::string& name : files) frames.push_back(read_image(folder_ / "frames" / name));
    EXPECT_EQ(frames.front(), read_image(folder_ / "ends/seed0015.png"));
    EXPECT_EQ(frames.back(), read_image(folder_ / "ends/seed0021.png"));
    for (std::size_t i = 1; i < frames.size(); ++i) {
        EXPECT_NE(frames[i], frames[i - 1]);
        EXPECT_LT(mean_difference(frames[i], frames[i - 1]),
                  mean_difference(frames.front(), frames.back()) / 3)
            << i;
    }
}

TEST_F(CommandLine, PartsOfAnAnimationJoinExactly) {
    const std::string film = "interpolate --seeds 15,21,3 --steps 8 --fps 12 ";
    const auto part_into = [&](const std::string& folder, const std::string& frames) {
        return fmt::format("{}--frames={} -o {}", film, frames, folder);
    };
    done(film + "-o whole");
    const std::vector<std::string> whole = names(folder_ / "whole");
    ASSERT_EQ(whole.size(), 15u + 1u);
    std::vector<std::string> joined;
    for (const std::string part : {"1/4", "2/4", "3/4", "4/4"}) {
        const std::string to = "part" + part.substr(0, 1);
        done(part_into(to, part));
        for (const std::string& name : names(folder_ / to)) {
            EXPECT_EQ(InputFile(folder_ / to / name).read_all(),
                      InputFile(folder_ / "whole" / name).read_all())
                << to << name;
            if (name != "journey.json") joined.push_back(name);
        }
    }
    joined.emplace_back("journey.json");
    EXPECT_EQ(joined, whole) << "each frame once, in order";

    done(part_into("range", "7-9"));
    EXPECT_EQ(names(folder_ / "range"), (std::vector<std::string>{"frame_00007.png", "frame_00008.png",
                                                                  "frame_00009.png", "journey.json"}));
    EXPECT_EQ(InputFile(folder_ / "range/frame_00009.png").read_all(),
              InputFile(folder_ / "whole/frame_00009.png").read_all());

    for (const std::string wrong : {"9-7", "5", "0/4", "5/4", "a-b", "-3", "1/99", "1/0", "1-2-3"})
        EXPECT_EQ(run(part_into("wrong", wrong)).exit_code, 2) << wrong;
    const Result late = run(part_into("wrong", "10-15"));
    EXPECT_EQ(late.exit_code, 1);
    EXPECT_EQ(late.err, "progan: --frames 10-15: the animation's frames are numbered from 0 to 14.\n");
    EXPECT_EQ(run("interpolate --seeds 1,2 --frames 1/2 -o a.gif").exit_code, 2);
    EXPECT_FALSE(fs::exists(folder_ / "wrong"));
}

TEST_F(CommandLine, EditedFacesAreRenderedAsTheyWereEdited) {
    const Model model = load_model(default_model_path());
    const auto size = static_cast<std::size_t>(model.spec.latent_size);
    std::vector<Favourite> faces(2);
    for (std::size_t i = 0; i < 2; ++i) {
        faces[i].id = i == 0 ? "plain" : "edited";
        faces[i].name = faces[i].id;
        faces[i].latent = latent_from_seed(21, size, SeedMode::numpy);
    }
    faces[1].edits = {{3, 34, 0.0f}, {4, 2, 1.5f}};
    write_file_atomically(folder_ / "faces.json", favourites_to_json(faces));
    done("render --latents faces.json -o out");
    const auto made = [&](const ChannelEdits& edits) {
        return make_cpu_generator(model)->generate(faces[0].latent, model.spec.last_level, model.spec.alpha,
                                                   {}, edits);
    };
    const Image edited = read_image(folder_ / "out/edited.png");
    EXPECT_EQ(read_image(folder_ / "out/plain.png"), made({}));
    EXPECT_EQ(edited, made(faces[1].edits));
    EXPECT_GT(mean_difference(edited, made({})), 1);
    EXPECT_EQ(faces_of_picture(folder_ / "out/edited.png").at(0).edits, faces[1].edits);
    done("render --latents out/edited.png -o again.png");
    EXPECT_EQ(read_image(folder_ / "again.png"), edited);
    EXPECT_NE(run("render --latents faces.json -o latents.npy")
                  .err.find("latents.npy holds only latents, not the edited channels of 1 face."),
              std::string::npos);
    // In an animation the edit comes and goes with the face.
    done("interpolate --latents faces.json --steps 3 -o frames");
    EXPECT_EQ(read_image(folder_ / "frames/frame_00000.png"), made({}));
    EXPECT_EQ(read_image(folder_ / "frames/frame_00001.png"), made({{3, 34, 0.5f}, {4, 2, 1.25f}}));
    EXPECT_EQ(read_image(folder_ / "frames/frame_00002.png"), edited);
    // A channel that the model does not have.
    faces[1].edits = {{5, 16, 0.0f}};
    write_file_atomically(folder_ / "wrong.json", favourites_to_json(faces));
    const Result wrong = run("render --latents wrong.json -o wrong");
    EXPECT_NE(wrong.exit_code, 0);
    EXPECT_NE(wrong.err.find("An edit is for channel 16 of level 5, but that level has channels 0 to 15."),
              std::string::npos)
        << wrong.err;
}

TEST_F(CommandLine, FacesBecomeFilesOfAnySizeAndKind) {
    done("render --seeds 21 -o plain.png");
    done("render --seeds 21 --size x2 --quality 95 -o large.jpg");
    EXPECT_EQ(read_image(folder_ / "large.jpg").width, 2 * kSide);
    EXPECT_EQ(faces_of_picture(folder_ / "large.jpg").at(0).seed, 21u);
    done("render --latents large.jpg -o again.png");
    EXPECT_EQ(read_image(folder_ / "again.png"), read_image(folder_ / "plain.png"));
    done("render --seeds 21 --size x3 --filter pixels -o pixels.png");
    const Image pixels = read_image(folder_ / "pixels.png"), plain = read_image(folder_ / "plain.png");
    ASSERT_EQ(pixels.width, 3 * kSide);
    for (std::size_t c = 0; c < 3; ++c)
        EXPECT_EQ(pixels.rgb[(std::size_t{100} * 3 * kSide + 50) * 3 + c],
                  plain.rgb[(std::size_t{33} * kSide + 16) * 3 + c]);

    done("render --seeds 1,2 --save-latents saved.npy -o latents.npy");
    EXPECT_EQ(read_text_file(folder_ / "latents.npy", 1 << 20),
              read_text_file(folder_ / "saved.npy", 1 << 20));
    done("render --seeds 1,2 --format python -o scripts");
    EXPECT_EQ(names(folder_ / "scripts"), (std::vector<std::string>{"seed0001.py", "seed0002.py"}));
    done("render --seeds 1,2 -o faces.json");
    done("render --latents faces.json --grid -o sheet.webp");
    for (const char* wrong :
         {"--size 0 -o a.png", "--size x1000 -o a.png", "--size large -o a.png", "-o a.gif",
          "--grid -o a.npy", "--captions -o a.py", "--quality 101 -o a.jpg"}) {
        const Result result = run(std::string("render --seeds 1 ") + wrong);
        EXPECT_NE(result.exit_code, 0) << wrong;
        EXPECT_FALSE(result.err.empty()) << wrong;
    }
}

/// An animation leads to its own frames again, whichever format carries them.
TEST_F(CommandLine, AnAnimationIsAJourney) {
    done("interpolate --seeds 15,21,3 --steps 5 --loop -o first");
    for (const char* name : {"walk.gif", "walk.mp4", "walk.webm", "walk.apng", "walk.png"}) {
        done(std::string("interpolate --journey first --size 32 -o ") + name);
        fs::remove_all(folder_ / "again");
        done(std::string("interpolate --journey ") + name + " -o again");
        const std::vector<std::string> files = names(folder_ / "first");
        ASSERT_EQ(names(folder_ / "again"), files);
        ASSERT_EQ(files.size(), 13u);
        for (const std::string& file : files)
            if (file != "journey.json") {
                EXPECT_EQ(read_image(folder_ / "again" / file), read_image(folder_ / "first" / file)) << name;
            }
    }
    done("interpolate --journey walk.gif --sheet 2 --pictures 4 --size 64 -o sheet.png");
    EXPECT_EQ(read_image(folder_ / "sheet.png").width, 2 * 64 + 4);
    done("render --latents sheet.png -o faces");  // its keys
    done("render --seeds 15,21,3 -o seeds");
    EXPECT_EQ(names(folder_ / "faces").size(), 3u);
    EXPECT_EQ(read_image(folder_ / "faces/seed0021.png"), read_image(folder_ / "seeds/seed0021.png"));
}

TEST_F(CommandLine, AnimationsHaveTheFramesThatWereAskedFor) {
    const auto frames = [&](const std::string& file) {
        return std::stoi(test::output_of(
            "ffprobe -v error -count_frames -select_streams v -show_entries stream=nb_read_frames "
            "-of csv=p=0 '" +
            (folder_ / file).string() + "'"));
    };
    done("interpolate --seeds 15,21 --steps 25 --method hypersphere -o animation.gif");
    EXPECT_EQ(frames("animation.gif"), 25);
    done("interpolate --seeds 1,2,3 --steps 5 --method slerp -o three.mp4 --size 65");
    EXPECT_EQ(frames("three.mp4"), 9);
    done("interpolate --seeds 1,2,3 --steps 5 --loop -o loop.webm");
    EXPECT_EQ(frames("loop.webm"), 12);
    write_file_atomically(
        folder_ / "walk.json",
        std::string_view(R"({"version":1,"fps":10,"keyframes":[{"seed":1,"frames":6},{"seed":2}]})"));
    done("interpolate --journey walk.json -o walk.gif");
    EXPECT_EQ(frames("walk.gif"), 7);
}

TEST_F(CommandLine, LatentsAndPixelsTravelThroughNumPy) {
    done("render --seeds 3,4 --grid -o a.png --save-latents z.npy --save-images x.npy");
    test::output_of("cd '" + folder_.string() +
                    "' && /usr/bin/python3 -c \"import numpy as np; z=np.load('z.npy'); x=np.load('x.npy'); "
                    "assert z.shape==(2,128) and x.shape==(2,128,128,3) and x.dtype==np.uint8; "
                    "assert (z[1]==np.random.RandomState(4).randn(128).astype(np.float32)).all()\"");
    done("render --latents z.npy --grid -o b.png");
    EXPECT_EQ(read_image(folder_ / "a.png"), read_image(folder_ / "b.png"));
}

TEST_F(CommandLine, ConvertWritesModelsForOtherPrograms) {
    const std::string model = "'" PROGAN_TEST_SOURCE_DIR "/models/portraits.safetensors'";
    for (const std::string file : {"a.npz", "a.onnx", "a.pth"}) {
        const std::string out = done(fmt::format("convert {} -o {}", model, file));
        EXPECT_NE(out.find("Left out"), std::string::npos) << out;  // its axes
        EXPECT_GT(fs::file_size(folder_ / file), 5'000'000U) << file;
    }
    done("render --model a.pth --seeds 5 -o theirs.png");
    done("render --model " + model + " --seeds 5 -o ours.png");
    EXPECT_LT(mean_difference(read_image(folder_ / "theirs.png"), read_image(folder_ / "ours.png")), 0.01);
    for (const std::string arguments : {"-o a.h5", "-o a", "-o b.onnx --anchors 1,1,3,1,2,3"}) {
        const auto refused = run(fmt::format("convert {} {}", model, arguments));
        EXPECT_EQ(refused.exit_code, 2) << arguments;
        EXPECT_NE(refused.err.find(".safetensors"), std::string::npos) << refused.err;
    }
    EXPECT_FALSE(fs::exists(folder_ / "b.onnx"));
}

TEST_F(CommandLine, OpensWhatKerasHasSaved) {
    const std::string faded = "'" PROGAN_TEST_DATA "/checkpoints/good/keras_faded/model_016x016-faded.h5'";
    const std::string info = done("info " + faded);
    for (const char* part : {"16 x 16 pixels, fade-in alpha 0.3\n", "Keras (HDF5)", "not normalised"})
        EXPECT_NE(info.find(part), std::string::npos) << part << " in\n" << info;
    done("convert " + faded + " -o a.safetensors");
    done("render --model a.safetensors --seeds 5 -o converted.png");
    done("render --model " + faded + " --seeds 5 -o direct.png");
    done("render --model '" PROGAN_TEST_DATA
         "/checkpoints/good/keras_faded_archive/faded.keras' --seeds 5 -o archive.png");
    EXPECT_EQ(read_image(folder_ / "converted.png"), read_image(folder_ / "direct.png"));
    EXPECT_EQ(read_image(folder_ / "archive.png"), read_image(folder_ / "direct.png"));
    const auto refused = run("info '" PROGAN_TEST_DATA "/checkpoints/refused/keras_truncated/g.h5'");
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_NE(refused.err.find("g.h5 is a truncated or damaged HDF5 file"), std::string::npos) << refused.err;
}

TEST_F(CommandLine, DirectionsAreFoundAndReadByNumPy) {
    for (const std::string arguments :
         {"--method sefa --count 7", "--method pca --level 1 --count 6 --samples 200"}) {
        const std::string out = done("directions " + arguments + " -o axes.npz");
        const auto lines = std::count(out.begin(), out.end(), '\n');
        const std::string read = test::output_of(
            "cd '" + folder_.string() +
            "' && /usr/bin/python3 -c \"import numpy as np; f = np.load('axes.npz'); d = f['directions']; "
            "e = f['effects']; assert d.dtype == e.dtype == np.float32 and d.shape == (len(e), 128); "
            "assert (np.diff(e) <= 0).all() and e[-1] > 0.1; "
            "assert abs(np.linalg.norm(d, axis=1) - 1).max() < 1e-5; print(len(e))\"");
        EXPECT_EQ(read, std::to_string(lines - 1) + "\n") << arguments;
        EXPECT_EQ(lines - 1, arguments.find("sefa") != std::string::npos ? 7 : 6);
    }
    // An axis does to a face what its effect says: some faces turned by numpy, rendered here.
    test::output_of(
        "cd '" + folder_.string() +
        "' && /usr/bin/python3 -c \"import numpy as np; d = np.load('axes.npz')['directions'][0]; "
        "z = np.random.RandomState(5).randn(128); w = z - d * (z @ d); n = np.linalg.norm(w); "
        "turn = lambda a: d * ((z @ d) * np.cos(a) + n * np.sin(a)) + w / n * (n * np.cos(a) - (z @ d) * "
        "np.sin(a)); np.save('z.npy', np.stack([z, turn(np.radians(30))]))\"");
    done("render --latents z.npy -o turned");
    EXPECT_GT(mean_difference(read_image(folder_ / "turned/latent 0.png"),
                              read_image(folder_ / "turned/latent 1.png")),
              8);
    EXPECT_EQ(run("directions --method sefa --level 2 -o a.npz").exit_code, 2);
    EXPECT_EQ(run("directions --level 9 -o a.npz").exit_code, 2);
    EXPECT_EQ(run("directions --samples 8 --count 8 -o a.npz").exit_code, 2);
    EXPECT_EQ(run("directions -o a.txt").exit_code, 2);
    EXPECT_FALSE(fs::exists(folder_ / "a.npz"));
}

TEST_F(CommandLine, FavouritesAreRenderedUnderTheirNames) {
    Favourite favourite;
    favourite.id = "a";
    favourite.name = "Anna/1";
    favourite.latent = latent_from_seed(3, 128, SeedMode::numpy);
    Favourite second = favourite;
    second.id = "b";
    write_file_atomically(folder_ / "favourites.json", favourites_to_json({favourite, second}));
    done("render --latents favourites.json -o faces");
    EXPECT_EQ(names(folder_ / "faces"), (std::vector<std::string>{"Anna_1 (2).png", "Anna_1.png"}));
    done("render --seeds 3 -o three.png");
    EXPECT_EQ(read_image(folder_ / "faces/Anna_1.png"), read_image(folder_ / "three.png"));
}

TEST_F(CommandLine, APictureLeadsBackToItsFaces) {
    done("render --seeds 3 -o three.png");
    done("render --latents three.png -o again.png");
    EXPECT_EQ(read_text_file(folder_ / "again.png", 1 << 20).size(), fs::file_size(folder_ / "three.png"));
    EXPECT_EQ(read_image(folder_ / "again.png"), read_image(folder_ / "three.png"));
    const std::vector<Favourite> carried = faces_of_picture(folder_ / "three.png");
    ASSERT_EQ(carried.size(), 1u);
    EXPECT_EQ(carried[0].latent, latent_from_seed(3, 128, SeedMode::numpy));  // bit for bit
    EXPECT_EQ(carried[0].seed, 3u);
    done("render --seeds 1-9 --grid 3 -o grid.png");
    done("render --latents grid.png -o faces");
    EXPECT_EQ(names(folder_ / "faces").size(), 9u);
    EXPECT_EQ(faces_of_picture(folder_ / "faces/Seed 9.png").at(0).seed, 9u);
    done("render --seeds 1-65 --grid 13 -o many.png");
    EXPECT_NE(run("render --latents many.png -o faces").err.find("many.png contains no face"),
              std::string::npos);
    // A damaged text is refused.
    std::string bytes = read_text_file(folder_ / "three.png", 1 << 20);
    bytes[bytes.find("iTXt") + 40] ^= 1;
    std::ofstream(folder_ / "damaged.png", std::ios::binary) << bytes;
    EXPECT_EQ(run("render --latents damaged.png -o faces").exit_code, 1);
}

TEST_F(CommandLine, LevelsAndCaptions) {
    done("render --seeds 1 --level 0 -o small.png");
    EXPECT_EQ(read_image(folder_ / "small.png").width, 4);
    done("render --seeds 1 --level 2 --alpha 0.5 -o fade.png");
    EXPECT_EQ(read_image(folder_ / "fade.png").width, 16);
    done("render --seeds 1-4 --captions -o captions.png");
    EXPECT_GT(read_image(folder_ / "captions.png").height, 2 * 64);
}

TEST_F(CommandLine, JsonIsOneDocumentAndNothingElse) {
    const auto info = nlohmann::json::parse(done("info --json"));
    EXPECT_EQ(info["latent_size"], 128);
    EXPECT_EQ(info["resolution"], kSide);
    EXPECT_EQ(info["parameters"], 1371842);
    EXPECT_EQ(info["sha256"].get<std::string>().size(), 64u);
    const Result doctor = run("doctor --quick --json --data-dir data");
    const auto findings = nlohmann::json::parse(doctor.out);
    EXPECT_TRUE(findings.contains("ok"));
    EXPECT_GE(findings["findings"].size(), 8u);
}

TEST_F(CommandLine, TheDoctorSaysHowToMendWhatItFinds) {
    write_file_atomically(folder_ / "file", std::string_view("not a folder"));
    const Result text = run("doctor --quick --data-dir file");
    EXPECT_EQ(text.exit_code, 1);
    const std::size_t failed = text.out.find("!! Data folder  ");
    ASSERT_NE(failed, std::string::npos) << text.out;
    const std::string below = text.out.substr(text.out.find('\n', failed) + 1);
    EXPECT_TRUE(below.starts_with(std::string(16, ' ') + "Make the folder yours")) << below;
    const auto doctor = nlohmann::json::parse(run("doctor --quick --json --data-dir file").out);
    EXPECT_FALSE(doctor["ok"]);
    std::map<std::string, nlohmann::json> found;
    for (const auto& finding : doctor["findings"]) found[finding["what"]] = finding;
    EXPECT_FALSE(found["Data folder"]["ok"]);
    EXPECT_NE(found["Data folder"]["remedy"].get<std::string>().find("--data-dir"), std::string::npos);
    EXPECT_TRUE(found["Processor"]["ok"]);
    EXPECT_FALSE(found["Processor"].contains("remedy"));
    if (!fs::exists(fs::path(PROGAN_PROGRAM).parent_path() / "progan-explorer")) return;
    EXPECT_EQ(found["OSC"]["found"], "can be heard");
    EXPECT_FALSE(found["OSC"].contains("remedy"));
    EXPECT_NE(found["MIDI"]["found"], "");
}

TEST_F(CommandLine, WrongUseEndsWith2AndFailuresWith1EachInOneLine) {
    const auto one_line = [](const std::string& text) {
        return !text.empty() && text.find('\n') == text.size() - 1;
    };
    for (const std::string arguments :
         {"render --seeds 5-1 -o a.png", "render --seeds x -o a.png", "render --seeds 4294967296 -o a.png",
          "render -o a.png", "render --seeds 1 -o a.gif", "render --seeds 1 --grid 2 -o folder",
          "render --seeds 1 --level 9 -o a.png", "interpolate --seeds 1 -o a.gif",
          "interpolate --seeds 1,2 --journey x.json -o a.gif"}) {
        const Result result = run(arguments);
        EXPECT_EQ(result.exit_code, 2) << arguments << "\n" << result.err;
        EXPECT_TRUE(one_line(result.err)) << result.err;
    }
    for (const std::string arguments :
         {"", "dance", "render --seeds 1", "render --seeds 1 -o a.png --alpha 2",
          "interpolate --seeds 1,2 --steps 1 -o a.gif", "render --seeds 1 -o a.png --seed-mode r"})
        EXPECT_EQ(run(arguments).exit_code, 2) << arguments;
    write_file_atomically(folder_ / "page.safetensors", std::string_view("<html>404</html>"));
    for (const auto& [arguments, named] : std::vector<std::pair<std::string, std::string>>{
             {"info page.safetensors", "page.safetensors"},
             {"info none.safetensors", "none.safetensors"},
             {"render --model page.safetensors --seeds 1 -o a.png", "web page"},
             {"render --latents none.npy -o a.png", "none.npy"},
             {"render --seeds 1 -o out.txt/a.png", "out.txt"},
             {"render --seeds 1 --device cuda:77 -o a.png", "cuda:77"},
             {"interpolate --seeds 1,2 -o a.avi", ".avi"},
             {"interpolate --journey none.json -o a.gif", "none.json"}}) {
        const Result result = run(arguments);
        EXPECT_EQ(result.exit_code, 1) << arguments << "\n" << result.err;
        EXPECT_TRUE(one_line(result.err)) << result.err;
        EXPECT_NE(result.err.find(named), std::string::npos) << result.err;
        EXPECT_EQ(result.out, "");
    }
    EXPECT_FALSE(fs::exists(folder_ / "a.png"));
}

/// What `train` and `evaluate` say of data and runs that cannot be used.
TEST_F(CommandLine, TrainingThatCannotBeIsExplained) {
    fs::create_directories(folder_ / "one");
    write_png(folder_ / "one/a.png", Image(8, 8));
    for (const auto& [arguments, named] : std::vector<std::pair<std::string, std::string>>{
             {"train --data none --out run", "none is not a folder"},
             {"train --data one --out run", "contains 1 readable picture (PNG, JPEG, "},
             {"train --data one --out run --device cuda:77", "cuda:77"},
             {"train --resume --out run", "contains no training run to resume"},
             {"evaluate --data one", "contains 1 readable picture (PNG, JPEG, "},
             {"evaluate --data one --model none.safetensors", "none.safetensors"}}) {
        const Result result = run(arguments);
        EXPECT_EQ(result.exit_code, 1) << arguments << "\n" << result.err;
        EXPECT_NE(result.err.find(named), std::string::npos) << result.err;
        EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    }
    EXPECT_FALSE(fs::exists(folder_ / "run"));  // not even the lock of a run that did not begin
    fs::create_directories(folder_ / "mine");
    EXPECT_EQ(run("train --data one --out mine").exit_code, 1);
    EXPECT_TRUE(fs::is_directory(folder_ / "mine") && fs::is_empty(folder_ / "mine"));
    for (const std::string arguments :
         {"train --out run", "train --data one", "train --data one --out run --loss l2", "evaluate",
          "evaluate --data one --images 0"})
        EXPECT_EQ(run(arguments).exit_code, 2) << arguments;
    for (const auto& [arguments, named] : std::vector<std::pair<std::string, std::string>>{
             {"train --data one --out run --resolution 48", "48"},
             {"train --data one --out run --batch 6", "multiple of 4"}}) {
        const Result result = run(arguments);
        EXPECT_EQ(result.exit_code, 2) << arguments;
        EXPECT_NE(result.err.find(named), std::string::npos) << result.err;
        EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    }
}

/// Where the system would end it without a word.
TEST_F(CommandLine, TrainingThatDoesNotFitIntoTheMemoryIsRefused) {
    constexpr std::int64_t kNeeded = 90'000'000'000;  // at least
    if (machine_facts().memory_bytes >= kNeeded) GTEST_SKIP() << "this machine has that much memory";
    const Result result = run("train --data none --out run --device cpu --resolution 1024 --channels 4096");
    EXPECT_EQ(result.exit_code, 1) << result.err;
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    EXPECT_NE(result.err.find("choose fewer channels"), std::string::npos) << result.err;
    EXPECT_FALSE(fs::exists(folder_ / "run"));
}

TEST_F(CommandLine, AFolderOfPicturesBecomesAModelThatIsEvaluated) {
    setenv("OMP_NUM_THREADS", "1", 1);  // threads that wait for each other beside other tests take minutes
    fs::create_directories(folder_ / "data");
    for (int i = 0; i < 12; ++i) {
        Image image(20, 16);
        for (std::size_t at = 0; at < image.rgb.size(); ++at)
            image.rgb[at] = static_cast<std::uint8_t>((at * static_cast<std::size_t>(i + 3)) % 251);
        write_png(folder_ / "data" / (std::to_string(i) + ".png"), image);
    }
    std::ofstream(folder_ / "data/not.png") << "no picture";
    std::ofstream(folder_ / "data/.hidden.png") << "no picture";
    const std::string told = done(
        "train --data data --out run --device cpu --resolution 16 --latent 4 --channels 8,8,8 "
        "--images-per-phase 16 "
        "--batch 8 --name Dozen");
    EXPECT_NE(told.find("12 pictures of 16 x 16, 1 unreadable ones skipped"), std::string::npos) << told;
    EXPECT_NE(told.find("Left out: 1 hidden picture (.hidden.png).\n"), std::string::npos) << told;
    EXPECT_NE(told.find("So few pictures would be memorised"), std::string::npos) << told;
    EXPECT_NE(told.find("Finished after 80 images"), std::string::npos) << told;
    EXPECT_EQ(names(folder_ / "run/samples").size(), names(folder_ / "run/snapshots").size());
    done("render --model run/model.safetensors --seeds 3 -o face.png");
    EXPECT_EQ(read_image(folder_ / "face.png").width, 16);
    const nlohmann::json result =
        nlohmann::json::parse(done("evaluate --model run/model.safetensors --data data --patches 8 --json"));
    EXPECT_GT(result.at("swd_x1000").at("16").get<double>(), 0) << result;
    const std::string left_out = read_text_file(folder_ / "err.txt", 1 << 20);
    EXPECT_NE(left_out.find("1 unreadable pictures are left out; the first: data/not.png is not"),
              std::string::npos)
        << left_out;
    EXPECT_NE(left_out.find("Left out: 1 hidden picture (.hidden.png)."), std::string::npos) << left_out;
    // A full disk: no file may grow beyond some pages.
    const int status =
        std::system(("cd '" + folder_.string() +
                     "' && bash -c \"trap '' XFSZ; ulimit -f 12; exec '" PROGAN_PROGRAM
                     "' train --data data --out full --resolution 64 --device cpu\" 2>err.txt >out.txt")
                        .c_str());
    EXPECT_EQ(WEXITSTATUS(status), 1);
    const std::string sentence = read_text_file(folder_ / "err.txt", 1 << 20);
    EXPECT_NE(sentence.find("pictures.cache cannot be written: File too large."), std::string::npos)
        << sentence;
    EXPECT_FALSE(fs::exists(folder_ / "full/checkpoint.safetensors"));
}

TEST_F(CommandLine, ARunInsideItsPicturesIsNotTrainedOnItsOwnSheets) {
    setenv("OMP_NUM_THREADS", "1", 1);
    for (int i = 0; i < 8; ++i) write_png(folder_ / "data" / (std::to_string(i) + ".png"), Image(16, 16));
    const std::string options =
        " --device cpu --resolution 8 --latent 4 --channels 8,8 --images-per-phase 8 --batch 8";
    EXPECT_NE(done("train --data data --out data/run" + options).find("8 pictures of 8 x 8\n"),
              std::string::npos);
    const std::string told = done("train --data data --out data/second" + options);
    EXPECT_NE(told.find("8 pictures of 8 x 8\n"), std::string::npos) << told;
    EXPECT_NE(told.find("Left out: 4 sample sheets of training runs (in run/samples).\n"), std::string::npos)
        << told;
}

/// What stands for a model, a picture or a journey and is something else, or nothing.
TEST_F(CommandLine, WhatIsNoModelOrFileIsCalledWhatItIs) {
    setenv("OMP_NUM_THREADS", "1", 1);
    fs::create_directories(folder_ / "empty");
    fs::create_directories(folder_ / "other/sub");
    for (int i = 0; i < 8; ++i) write_png(folder_ / "data" / (std::to_string(i) + ".png"), Image(8, 8));
    done(
        "train --data data --out run --device cpu --resolution 4 --latent 4 --channels 8 --images-per-phase "
        "8 "
        "--batch 8");
    done("convert run/model.safetensors -o folder/model.safetensors");
    done("convert run/model.safetensors -o several/small.safetensors");
    fs::create_directories(folder_ / "alone");
    fs::copy_file(folder_ / "run/discriminator.safetensors", folder_ / "alone/discriminator.safetensors");
    const std::string nowhere = "https://example.org/a", long_name(300, 'a');
    const std::string web = " is a web address, but a file on this computer is needed. Download it first.\n";
    const std::vector<std::pair<std::string, std::string>> refused{
        {"info run/checkpoint.safetensors",
         "run/checkpoint.safetensors is the checkpoint that a training run continues from, not a model. The "
         "run's model is run/model.safetensors.\n"},
        {"info run/discriminator.safetensors",
         "run/discriminator.safetensors is the discriminator of a training run, not a generator. The run's "
         "model is run/model.safetensors.\n"},
        {"info alone/discriminator.safetensors",
         "alone/discriminator.safetensors is the discriminator of a training run, not a generator.\n"},
        {"info run", "run is the folder of a training run; its model is run/model.safetensors.\n"},
        {"info folder", "folder is a folder; the model in it is folder/model.safetensors.\n"},
        {"info folder/model.safetensors --dialect nvidia",
         "folder/model.safetensors is a model file of this program, so no other code base can be chosen for "
         "it.\n"},
        {"info folder/model.safetensors --label 1",
         "folder/model.safetensors is a model file of this program, and these have no labels to choose "
         "from.\n"},
        {"info several", "several is a folder; choose a model in it, such as several/small.safetensors.\n"},
        {"info empty", "empty is an empty folder: it contains no model, no checkpoint and no pictures.\n"},
        {"info data", "data is a folder of pictures, on which a generator can be trained, not a model.\n"},
        {"info other",
         "other is a folder that contains neither model.safetensors nor the .index file of a TensorFlow "
         "checkpoint.\n"},
        {"info " + nowhere, nowhere + web},
        {"info " + nowhere + ".safetensors", nowhere + ".safetensors" + web},
        {"render --seeds 1 -o a.png --model " + nowhere + ".pkl", nowhere + ".pkl" + web},
        {"render -o a.png --latents " + nowhere + ".png", nowhere + ".png" + web},
        {"render -o a.png --latents " + nowhere + ".npy", nowhere + ".npy" + web},
        {"interpolate -o a.gif --journey " + nowhere + ".gif", nowhere + ".gif" + web},
        {"interpolate -o a.gif --journey " + nowhere + ".json", nowhere + ".json" + web},
        {"interpolate -o a.gif --take " + nowhere + ".take", nowhere + ".take" + web},
        {"render -o a.png --latents none.PNG", "none.PNG cannot be opened: No such file or directory.\n"},
        {"render -o a.png --latents none.png", "none.png cannot be opened: No such file or directory.\n"},
        {"interpolate -o a.gif --journey none.gif",
         "none.gif cannot be opened: No such file or directory.\n"},
        {"info " + long_name, long_name + " cannot be opened: File name too long.\n"},
        {"train --data data --out " + long_name, "Could not create " + long_name + ": File name too long.\n"},
        {"train --resume --out " + long_name,
         long_name + " contains no training run to resume: checkpoint.safetensors is missing.\n"}};
    for (const auto& [arguments, sentence] : refused) {
        const Result result = run(arguments);
        EXPECT_EQ(result.exit_code, 1) << arguments;
        EXPECT_EQ(result.err, "progan: " + sentence) << arguments;
    }
    setenv("TMPDIR", "/nowhere", 1);
    EXPECT_NE(run("evaluate --data data").err.find("(TMPDIR) cannot be used: No such file or directory."),
              std::string::npos);
    unsetenv("TMPDIR");
}

TEST_F(CommandLine, NamesThatAreNotUtf8AreNoObstacle) {
    setenv("OMP_NUM_THREADS", "1", 1);
    const std::string odd = "$'d\\xff'";
    fs::create_directories(folder_ / "d\xff");
    for (int i = 0; i < 8; ++i) write_png(folder_ / "d\xff" / (std::to_string(i) + ".png"), Image(8, 8));
    const auto bash = [&](const std::string& arguments) {
        write_file_atomically(folder_ / "run.sh", PROGAN_PROGRAM " " + arguments);
        return test::output_of("cd '" + folder_.string() + "' && bash run.sh 2>&1");
    };
    const std::string told = bash("train --data " + odd + " --out " + odd + "/run --name " + odd +
                                  " --device cpu --resolution 4 --latent 4 --channels 8 --images-per-phase 8 "
                                  "--batch 8");
    EXPECT_NE(told.find("Finished after"), std::string::npos) << told;
    const auto info = nlohmann::json::parse(bash("info --json " + odd + "/run/model.safetensors"));
    EXPECT_EQ(info["name"], "d?");
    EXPECT_EQ(bash("info " + odd + "/none; true"),
              "progan: d?/none cannot be opened: No such file or directory.\n");
}

TEST_F(CommandLine, AModelWithAWeightThatIsNotFiniteIsRefused) {
    done("convert '" PROGAN_TEST_SOURCE_DIR "/models/toon_heads.safetensors' -o bad.safetensors");
    test::overwrite_first_value(folder_ / "bad.safetensors", "levels.0.conv.bias", NAN);
    for (const std::string arguments :
         {"info bad.safetensors", "info --json bad.safetensors",
          "render --model bad.safetensors --seeds 1 -o a.png", "convert bad.safetensors -o b.safetensors"}) {
        const Result result = run(arguments);
        EXPECT_EQ(result.exit_code, 1) << arguments;
        EXPECT_EQ(result.err,
                  "progan: bad.safetensors: tensor 'levels.0.conv.bias' has a value that is not finite "
                  "(NaN or infinity): the file is damaged, or its training diverged.\n");
    }
    EXPECT_FALSE(fs::exists(folder_ / "a.png"));
    EXPECT_FALSE(fs::exists(folder_ / "b.safetensors"));
}

TEST_F(CommandLine, InterruptedItLeavesNothingHalfWritten) {
    const std::vector<std::pair<std::string, int>> wishes{
        {"long.mp4", SIGINT}, {"long.gif", SIGTERM}, {"frames", SIGINT}, {"long.apng", SIGHUP}};
    for (const auto& [name, signal] : wishes) {
        test::Process process({PROGAN_PROGRAM, "interpolate", "--seeds", "1,2", "--steps", "100000", "-o",
                               (folder_ / "r" / name).string()},
                              {}, folder_ / "out.txt");
        // Its hidden file shows that the work has begun.
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while ((!fs::exists(folder_ / "r") || fs::is_empty(folder_ / "r")) &&
               std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        process.signal(signal);
        process.signal(SIGTERM);  // at once: the same wish, as `timeout` has it
        EXPECT_EQ(process.wait(60), 130);
        EXPECT_TRUE(!fs::exists(folder_ / "r") || fs::is_empty(folder_ / "r")) << name;
    }
}

TEST_F(CommandLine, InstalledItRunsFromAnyFolderOnItsOwnFiles) {
    const fs::path prefix = folder_ / "prefix";
    test::output_of("cmake --install '" PROGAN_TEST_BUILD_DIR "' --prefix '" + prefix.string() + "' 2>&1");
    const std::string program = (prefix / "bin/progan").string();
    const Result info = run("info --json", program);
    ASSERT_EQ(info.exit_code, 0) << info.err;
    EXPECT_TRUE(nlohmann::json::parse(info.out)["file"].get<std::string>().starts_with(prefix.string()))
        << info.out;
    const auto doctor = nlohmann::json::parse(run("doctor --quick --json --data-dir data", program).out);
    for (const auto& finding : doctor["findings"])
        if (finding["what"] == "Torch part") {
            EXPECT_TRUE(finding["found"].get<std::string>().starts_with(prefix.string())) << finding;
        }
    EXPECT_EQ(run("render --seeds 21 -o installed.png", program).exit_code, 0);
    done("render --seeds 21 -o built.png");
    EXPECT_EQ(read_image(folder_ / "installed.png"), read_image(folder_ / "built.png"));
    if (fs::exists(prefix / "bin/progan-explorer")) {
        EXPECT_TRUE(fs::exists(prefix / "share/applications/progan-explorer.desktop"));
        EXPECT_TRUE(fs::exists(prefix / "share/icons/hicolor/scalable/apps/progan-explorer.svg"));
    }
}

}  // namespace
}  // namespace progan
