using System.Text.Json;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>Files that detectors wrote, against h5py.</summary>
public sealed class DectrisFileTests
{
    private static readonly string Folder = Path.Combine(
        Environment.GetEnvironmentVariable("RONCHI_TESTDATA") ?? Path.Combine(RonchiProgram.Root, "..", "shared", "data"),
        "dectris");

    [Theory]
    [InlineData("arina_h5/test_00_master.h5")]
    [InlineData("arina_h5/test_00_data_000001.h5")]
    [InlineData("eiger_h5/eiger2_simread7_2datafiles_4images_bslz4_data_000001.h5")]
    [InlineData("eiger_h5/eiger2_simread7_2datafiles_4images_bslz4_data_000002.h5")]
    [InlineData("eiger_h5/eiger2_simread7_2datafiles_4images_bslz4_uint8_data_000001.h5")]
    public void Statistics_AreThoseOfH5py(string file)
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"There is no folder {Folder} (RONCHI_TESTDATA).");
        DebianPython.Require("h5py", "hdf5plugin", "numpy");
        var said = DebianPython.Run(
            """
            import sys, hashlib, h5py, hdf5plugin, numpy as np
            with h5py.File(sys.argv[1]) as f:
                frames = np.concatenate([f['entry/data'][name][:] for name in sorted(f['entry/data'])])
            print(frames.dtype.name, frames.sum(dtype=np.uint64), frames.min(), frames.max(), hashlib.sha256(frames.tobytes()).hexdigest())
            """,
            Path.Combine(Folder, file));

        var program = RonchiProgram.Run(Folder, "info", "--stats", "--json", file);

        Assert.Equal((0, ""), (program.ExitCode, program.Errors));
        using var found = JsonDocument.Parse(program.Output);
        string[] keys = ["dtype", "sum", "min", "max", "sha256_c_order_le"];
        Assert.Equal(said.Trim(), string.Join(' ', keys.Select(key => found.RootElement.GetProperty(key).ToString())));
    }

    // Debian's h5py has no LZ4 filter: its raw chunks are decoded here, by liblz4.
    [Fact]
    public void StatisticsOfAnLz4File_AreThoseOfLiblz4()
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"There is no folder {Folder} (RONCHI_TESTDATA).");
        DebianPython.Require("h5py", "lz4.block");
        const string file = "eiger_h5/eiger2_simread7_2datafiles_4images_lz4_data_000001.h5";
        var said = DebianPython.Run(
            """
            import sys, struct, hashlib, h5py, lz4.block, numpy as np
            def decode(chunk):
                total, block = struct.unpack('>QI', chunk[:12])
                at, out = 12, b''
                while len(out) < total:
                    size, (stored,) = min(block, total - len(out)), struct.unpack('>I', chunk[at:at + 4])
                    data = chunk[at + 4:at + 4 + stored]
                    out += data if stored == size else lz4.block.decompress(data, uncompressed_size=size)
                    at += 4 + stored
                return out
            with h5py.File(sys.argv[1]) as f:
                d = f['entry/data/data']
                data = b''.join(decode(d.id.read_direct_chunk((i, 0, 0))[1]) for i in range(d.shape[0]))
                print(np.frombuffer(data, d.dtype).sum(dtype=np.uint64), hashlib.sha256(data).hexdigest())
            """,
            Path.Combine(Folder, file));

        using var found = JsonDocument.Parse(RonchiProgram.Run(Folder, "info", "--stats", "--json", file).Output);

        Assert.Equal("lz4", found.RootElement.GetProperty("storage").GetString());
        Assert.Equal(said.Trim(), $"{found.RootElement.GetProperty("sum")} {found.RootElement.GetProperty("sha256_c_order_le")}");
    }

    [Fact]
    public void MasterWithoutItsData_SaysWhichFileIsMissing()
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"There is no folder {Folder} (RONCHI_TESTDATA).");
        var program = RonchiProgram.Run(Folder, "info", "arina_h5/au_145mm_68kx_microprobe_01_master.h5");

        Assert.Equal(1, program.ExitCode);
        Assert.Contains("'au_145mm_68kx_microprobe_01_data_000001.h5', which does not exist", program.Errors, StringComparison.Ordinal);
    }
}
