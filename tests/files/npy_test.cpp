// NumPy itself is the other side: python3-numpy is among what the tests need.

#include <cstdlib>
#include <fstream>
#include <random>

#include "core/files/atomic_file.h"
#include "core/image/images_npy.h"
#include "core/latent/latents_npy.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class Npy : public test::InTemporaryFolder {
  protected:
    void SetUp() override {
        InTemporaryFolder::SetUp();
        path_ = folder_ / "a.npy";
    }
    /// Runs Python with np imported and `f` the file's name; it must end without an exception.
    void python(const std::string& code) const {
        const std::string command =
            "/usr/bin/python3 -c \"import numpy as np; f='" + path_.string() + "'; " + code + "\"";
        ASSERT_EQ(std::system(command.c_str()), 0) << code;
    }
    std::string read_error() const {
        return test::error_of([&] { read_latents_npy(path_); });
    }
    void write(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }

    fs::path path_;
};

TEST_F(Npy, NumPyReadsLatents) {
    write_latents_npy(path_, std::vector<Latent>{{0.1f, -2, 3}, {4, 5, 6e-30f}});
    python(
        "a=np.load(f); assert a.dtype==np.float32 and a.shape==(2,3); "
        "assert (a==np.array([[0.1,-2,3],[4,5,6e-30]],np.float32)).all()");
}

TEST_F(Npy, NumPyReadsImages) {
    Image first(3, 2), second(3, 2);
    for (std::size_t i = 0; i < first.rgb.size(); ++i) {
        first.rgb[i] = static_cast<std::uint8_t>(i);
        second.rgb[i] = static_cast<std::uint8_t>(255 - i);
    }
    write_images_npy(path_, std::vector<Image>{first, second});
    python(
        "a=np.load(f); b=np.arange(18,dtype=np.uint8).reshape(2,3,3); "
        "assert a.dtype==np.uint8 and a.shape==(2,2,3,3); assert (a[0]==b).all() and (a[1]==255-b).all()");
}

TEST_F(Npy, WhatNumPyWritesIsRead) {
    python("np.save(f, np.array([[1.5,-2],[3,1e-40],[5,6]],np.float32))");
    EXPECT_EQ(read_latents_npy(path_), (std::vector<Latent>{{1.5f, -2}, {3, 1e-40f}, {5, 6}}));
    python("np.save(f, np.array([0.1,0.2,0.3]))");
    EXPECT_EQ(read_latents_npy(path_), (std::vector<Latent>{{0.1f, 0.2f, 0.3f}}));
    python("np.lib.format.write_array(open(f,'wb'), np.ones((2,2),np.float32), version=(2,0))");
    EXPECT_EQ(read_latents_npy(path_), (std::vector<Latent>{{1, 1}, {1, 1}}));
}

TEST_F(Npy, EitherOrderOfNumbersAndBytesAndHalvesAreRead) {
    const std::vector<Latent> expected{{1.5f, -2, 0}, {65504, 0x1p-24f, -0x1.ff8p-15f}};
    for (const char* type : {"<f2", ">f2", "<f4", ">f4", "<f8", ">f8"})
        for (const char* order : {"C", "F"}) {
            python(std::string("np.save(f, np.array([[1.5,-2,0],[65504,2**-24,-(2-2**-9)*2**-15]], dtype='") +
                   type + "', order='" + order + "'))");
            EXPECT_EQ(read_latents_npy(path_), expected) << type << order;
        }
}

TEST_F(Npy, AnArchiveIsCalledOne) {
    python("np.savez(open(f, 'wb'), z=np.ones((2,3),np.float32))");
    EXPECT_NE(read_error().find("it is an .npz archive"), std::string::npos) << read_error();
}

TEST_F(Npy, OtherArraysAreRefusedInOneSentence) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"np.zeros((2,3),np.int32)", "'<i4'"},
        {"np.zeros((2,3),np.complex64)", "'<c8'"},
        {"np.zeros((2,3),np.longdouble)", "'<f16'"},
        {"np.zeros((2,3,4),np.float32)", "shape is"},
        {"np.zeros((0,3),np.float32)", "shape is"},
        {"np.float32(3)", "shape is"},
        {"np.array([np.nan,1],np.float32)", "not finite"},
        {"np.array([1e300])", "not finite"},
        {"np.array([np.inf],np.float16)", "not finite"},
        {"np.zeros(3,[('a','<f4')])", "plain array"},
    };
    for (const auto& [array, expected] : cases) {
        python("np.save(f, " + array + ")");
        EXPECT_NE(read_error().find(expected), std::string::npos) << array << " -> " << read_error();
        EXPECT_NE(read_error().find("a.npy"), std::string::npos);
    }
}

TEST_F(Npy, HostileFilesAreRefusedBeforeMemoryIsTaken) {
    const auto npy = [](const std::string& header, const std::string& data) {
        std::string file = std::string("\x93NUMPY\x01\x00", 8);
        file += static_cast<char>(header.size() & 0xff);
        file += static_cast<char>(header.size() >> 8);
        return file + header + data;
    };
    const std::vector<std::string> files{
        "",
        "\x93NUMPY",
        std::string("\x93NUMPY\x01\x00\xff\xff{}", 12),
        std::string("\x93NUMPY\x09\x00\x02\x00{}", 12),
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", "1234567"),
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", "123456789"),
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000, 1000), }", "12345678"),
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", ""),
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999, 4), }", ""),
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 2), }", "12345678"),
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2", "12345678"),
        npy("{'descr': '<f4', 'fortran_order': False}", "12345678"),
        npy("__import__('os')", "12345678"),
        npy(std::string(60000, '('), ""),
    };
    for (const std::string& file : files) {
        write(file);
        EXPECT_NE(read_error(), "no error") << file.substr(0, 80);
    }
    write_latents_npy(path_, std::vector<Latent>{{1, 2, 3}});
    const std::string sound = read_text_file(path_, 1000);
    std::mt19937 random(4);
    for (int i = 0; i < 3000; ++i) {
        std::string damaged = sound;
        damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
        write(damaged.substr(0, random() % 4 == 0 ? random() % damaged.size() : damaged.size()));
        read_error();
    }
}

TEST_F(Npy, UnequalSizesAreNotWritten) {
    EXPECT_NE(test::error_of([&] { write_latents_npy(path_, {}); }), "no error");
    EXPECT_NE(test::error_of([&] {
                  write_latents_npy(path_, std::vector<Latent>{{1, 2}, {1}});
              }),
              "no error");
    EXPECT_NE(test::error_of([&] {
                  write_images_npy(path_, std::vector<Image>{Image(2, 2), Image(2, 3)});
              }),
              "no error");
    EXPECT_FALSE(fs::exists(path_));
}

}  // namespace
}  // namespace progan
