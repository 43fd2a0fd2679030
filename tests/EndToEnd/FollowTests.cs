using System.Text.Json;
using Ronchi.Sources.Dectris;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>Data that another program writes while <c>ronchi … --follow</c> reads them.</summary>
public sealed class FollowTests : IDisposable
{
    private const string Waits = "3";

    // Appends frames one by one, or fills a prepared dataset in any order; stops in the middle as a program does that is killed.
    private const string Writer = """
        import h5py, numpy, os, sys, time
        path, mode, frames, killed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
        if killed >= 0 and os.fork():
            os.wait()
            sys.exit(0)
        values = numpy.arange(frames * 30, dtype='u2').reshape(frames, 5, 6)
        order = list(range(frames))
        if mode == 'swmr':
            file = h5py.File(path, 'w', libver='latest')
            data = file.create_dataset('entry/data', (0, 5, 6), maxshape=(None, 5, 6), chunks=(1, 5, 6), dtype='u2')
            file.swmr_mode = True
        elif mode == 'extended':
            file = h5py.File(path, 'w')
            data = file.create_dataset('entry/data', (0, 5, 6), maxshape=(None, 5, 6), chunks=(4, 5, 6), dtype='u2', compression='gzip')
        else:
            file = h5py.File(path, 'w')
            data = file.create_dataset('entry/data', (frames, 5, 6), chunks=(1, 5, 6), dtype='u2')
            numpy.random.default_rng(7).shuffle(order)
        for count, frame in enumerate(order):
            if count == killed:
                os._exit(9)
            if mode != 'prepared':
                data.resize(frame + 1, 0)
            data[frame] = values[frame]
            file.flush()
            time.sleep(0.02)
        file.close()
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Five frames of two bytes; nobody knows how many will come.
    [Theory]
    [InlineData("rect:0,3,0,9", 0, "the data ended as a scan of 5: 5 of the 7 positions of the region lie behind its end.", "run", "sum")]
    [InlineData("rect:0,7,0,9", 2, "The data ended as a scan of 5, in which no position of the region lies.", "run", "sum")]
    [InlineData("rect:0,7,0,9", 2, "selects no position of the scan of 5", "convert")]
    public void RegionBehindTheEnd_IsSaid_OrRefused(string region, int exitCode, string said, params string[] command)
    {
        File.WriteAllBytes(_folder.File("data.raw"), new byte[5 * 2]);

        var program = RonchiProgram.Run(
            _folder.Path,
            [
                .. command, "data.raw", .. command is ["convert"] ? (string[])["out.npy"] : [], "--frame-shape", "1x2", "--dtype", "uint8",
                "--follow", "--wait", "0.2", "--roi", region,
            ]);

        Assert.True(program.ExitCode == exitCode, program.Errors);
        Assert.Contains(said, program.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("swmr")]
    [InlineData("extended")]
    [InlineData("prepared")]
    public async Task Hdf5WrittenByAnotherProgram_GivesTheResultsOfTheFinishedFile(string mode)
    {
        DebianPython.Require("h5py");
        var run = FollowAsync("run", "sum", "data.h5", "-o", "followed.npy");
        await Task.Run(() => DebianPython.Run(Writer, _folder.File("data.h5"), mode, "40", "-1"));
        var (program, summary) = await run;
        Assert.True(program.ExitCode == 0, program.Errors);
        Assert.Equal(40, summary.GetProperty("frames").GetInt64());
        Assert.Equal(0, summary.GetProperty("lost_frames").GetInt64());
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "run", "sum", "data.h5", "-o", "finished.npy").ExitCode);
        Assert.Equal(File.ReadAllBytes(_folder.File("finished.npy")), File.ReadAllBytes(_folder.File("followed.npy")));
    }

    [Theory]
    [InlineData("median", "-1")]
    [InlineData("median", "25")]
    [InlineData("pca", "-1")]
    [InlineData("pca", "25")]
    [InlineData("pick", "25")]
    public async Task SeveralPasses_SeeWhatCame(string analysis, string killed)
    {
        DebianPython.Require("h5py");
        var run = FollowAsync("run", analysis, "data.h5", "-o", "followed.npz");
        await Task.Run(() => DebianPython.Run(Writer, _folder.File("data.h5"), "swmr", "40", killed));
        var (program, _) = await run;
        Assert.True(program.ExitCode == 0, program.Errors);
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "run", analysis, "data.h5", "-o", "finished.npz").ExitCode);
        DebianPython.Run(
            """
            import numpy, sys
            a, b = (numpy.load(name) for name in sys.argv[1:])
            for name in b.files:
                if b[name].dtype.kind in 'fu':
                    assert a[name].shape == b[name].shape, (name, a[name].shape, b[name].shape)
                    assert numpy.isfinite(b[name]).any(), name
                    if 'scores' not in b.files:
                        numpy.testing.assert_array_equal(a[name], b[name])
            if 'scores' in b.files:   # of components that hold rounding errors alone only their sum is known
                one, other = (numpy.tensordot(r['scores'], r['components'], 1) for r in (a, b))
                numpy.testing.assert_allclose(one, other, atol=1e-2)
            """,
            _folder.File("followed.npz"), _folder.File("finished.npz"));
    }

    [Theory]
    [InlineData("convert", "data.h5", "data.npy")]
    [InlineData("run", "record", "data.h5", "--file", "data.npy")]
    [InlineData("run", "frames.json", "data.h5")]
    public async Task FramesThatArrive_AreWrittenAtTheEnd(params string[] command)
    {
        DebianPython.Require("h5py");
        await File.WriteAllTextAsync(_folder.File("frames.json"), """
            {"pipeline": 1, "signals": [{"name": "all", "operation": "ignore-non-finite"}],
             "outputs": [{"signal": "all", "file": "{name}.npy"}]}
            """);
        var run = Task.Run(() => RonchiProgram.Run(_folder.Path, [.. command, "--follow", "--wait", Waits]));
        await Task.Run(() => DebianPython.Run(Writer, _folder.File("data.h5"), "swmr", "40", "25"));
        var program = await run;
        Assert.True(program.ExitCode == 0, program.Errors);
        Assert.Equal("(25, 5, 6) True", DebianPython.Run(
            "import numpy, sys; a = numpy.load(sys.argv[1]); print(a.shape, (a == numpy.arange(750).reshape(25, 5, 6)).all())",
            _folder.File("data.npy")).Trim());
    }

    [Theory]
    [InlineData("run", "sum-sig", "data.h5", "--sync-offset", "2")]
    [InlineData("run", "sum-sig", "data.h5", "--sync-offset", "-3")]
    [InlineData("run", "sum", "data.h5", "--sync-offset", "-3")]
    [InlineData("run", "pick", "data.h5", "--sync-offset", "-3")]
    public async Task OpenEnd_IsThatOfTheFinishedFile(params string[] command)
    {
        DebianPython.Require("h5py");
        var run = FollowAsync([.. command, "-o", "followed.npy"]);
        await Task.Run(() => DebianPython.Run(Writer, _folder.File("data.h5"), "swmr", "40", "25"));
        var (program, summary) = await run;
        Assert.True(program.ExitCode == 0, program.Errors);
        Assert.Equal(0, summary.GetProperty("lost_frames").GetInt64());
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, [.. command, "-o", "finished.npy"]).ExitCode);
        Assert.Equal(File.ReadAllBytes(_folder.File("finished.npy")), File.ReadAllBytes(_folder.File("followed.npy")));
    }

    [Theory]
    [InlineData("--sync-offset", "3")]
    [InlineData("--sync-offset", "-3")]
    [InlineData("--scan-bin", "2")]
    public async Task LostFrames_AreThoseOfTheDataThatNeverCame(params string[] options)
    {
        await File.WriteAllBytesAsync(_folder.File("data.npy"), Npy(1, frames: 42)[..^24]);
        var command = (string[])["run", "sum-sig", "data.npy", "--scan-shape", "6x7", "--follow", "--wait", "0.5", .. options];
        var text = await Task.Run(() => RonchiProgram.Run(_folder.Path, command));
        Assert.Contains("  lost: 2 of 42 frames never came; their positions are unmeasured; ", text.Output, StringComparison.Ordinal);
        var json = await Task.Run(() => RonchiProgram.Run(_folder.Path, [.. command, "--json"]));
        Assert.Equal(2, JsonDocument.Parse(json.Output).RootElement.GetProperty("lost_frames").GetInt64());
    }

    [Fact]
    public async Task WriterThatIsKilled_LeavesWhatItWroteAndSaysWhatIsLost()
    {
        DebianPython.Require("h5py");
        var run = FollowAsync("run", "sum-sig", "data.h5", "-o", "followed.npz");
        await Task.Run(() => DebianPython.Run(Writer, _folder.File("data.h5"), "swmr", "40", "25"));
        var (program, summary) = await run;
        Assert.True(program.ExitCode == 0, program.Errors);
        Assert.Equal(25, summary.GetProperty("frames").GetInt64());
        Assert.Contains("still marked as being written", summary.GetProperty("ended").GetString(), StringComparison.Ordinal);
        Assert.Contains("marked as being written", RonchiProgram.Run(_folder.Path, "info", "data.h5").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(", \"scan-shape\": \"6x8\"", 23)]
    public async Task Pipeline_SaysWhatARunSays(string opening, int lost)
    {
        DebianPython.Require("h5py");
        await File.WriteAllTextAsync(_folder.File("sum.json"), $$"""
            {"pipeline": 1, "data": {"follow": true, "wait": {{Waits}}{{opening}}}, "signals": [{"name": "sum", "operation": "sum"}]}
            """);
        var run = Task.Run(() => RonchiProgram.Run(_folder.Path, "run", "sum.json", "data.h5"));
        var other = Task.Run(() => RonchiProgram.Run(_folder.Path, "run", "sum.json", "data.h5", "-o", "json", "--json"));
        await Task.Run(() => DebianPython.Run(Writer, _folder.File("data.h5"), "swmr", "40", "25"));
        var (program, summary) = (await run, await other);
        Assert.True(program.ExitCode == 0, program.Errors);
        var lines = program.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("data: 25 frames, one pass, ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            lost == 0 ? "data: ended; " : "data: lost: 23 of 48 frames never came; their positions are unmeasured; ",
            lines[1], StringComparison.Ordinal);
        Assert.Contains("still marked as being written", lines[1], StringComparison.Ordinal);
        var said = Assert.Single(JsonDocument.Parse(summary.Output).RootElement.EnumerateArray());
        Assert.Equal(25, said.GetProperty("frames").GetInt64());
        Assert.Equal(lost, said.GetProperty("lost_frames").GetInt64());
        Assert.Contains("still marked as being written", said.GetProperty("ended").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DectrisFilesThatAppear_AreReadAsTheyCome_AndThoseThatNeverComeAreLost()
    {
        using var source = new TemporaryFolder();
        using (var writer = new EigerFileWriter(source.File("a_master.h5"), new EigerRecording(6, 8, 24, 24) { FramesPerFile = 10 }))
        {
            for (var frame = 0; frame < 48; frame++)
                writer.Write(frame, [.. Enumerable.Range(0, 24 * 24).Select(pixel => (ushort)((frame * pixel) % 50))]);
            writer.Complete();
        }

        var parts = Directory.EnumerateFiles(source.Path, "a_data_*").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(5, parts.Length);
        var run = FollowAsync("run", "sum-sig", "a_master.h5", "-o", "followed.npz");
        File.Copy(source.File("a.h5"), _folder.File("a.h5"));
        File.Copy(source.File("a_master.h5"), _folder.File("a_master.h5"));
        foreach (var part in parts[..4])
        {
            await Task.Delay(150);
            CopySlowly(part, _folder.File(Path.GetFileName(part)));
        }

        var (program, summary) = await run;
        Assert.True(program.ExitCode == 0, program.Errors);
        Assert.Equal(40, summary.GetProperty("frames").GetInt64());
        Assert.Equal(8, summary.GetProperty("lost_frames").GetInt64());
        var opened = RonchiProgram.Run(_folder.Path, "info", "a_master.h5", "--follow", "--wait", Waits).Output;
        Assert.Contains("40 of 48 frames there, more may come", opened, StringComparison.Ordinal);

        File.Copy(parts[4], _folder.File(Path.GetFileName(parts[4])));
        var (all, whole) = await FollowAsync("run", "sum-sig", "a_master.h5", "-o", "whole.npy");
        Assert.True(all.ExitCode == 0, all.Errors);
        Assert.Equal(48, whole.GetProperty("frames").GetInt64());
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "run", "sum-sig", "a_master.h5", "-o", "finished.npy").ExitCode);
        Assert.Equal(File.ReadAllBytes(_folder.File("finished.npy")), File.ReadAllBytes(_folder.File("whole.npy")));
    }

    [Fact]
    public async Task FolderThatFills_IsAScanOfItsFiles()
    {
        var run = FollowAsync("run", "sum-sig", "frames", "-o", "followed.npz", "--scan-shape", "3x4");
        Directory.CreateDirectory(_folder.File("frames"));
        int[] order = [1, 3, 2, 4, 6, 5, 7, 9, 8, 11, 10];   // the twelfth never comes
        foreach (var number in order)
            WriteSlowly(_folder.File($"frames/frame_{number:0000}.npy"), Npy(number));
        var cut = Npy(12).AsSpan(0, 133).ToArray();
        WriteSlowly(_folder.File("frames/frame_0012.npy"), cut);
        var (program, summary) = await run;
        Assert.True(program.ExitCode == 0, program.Errors);
        Assert.Equal(11, summary.GetProperty("frames").GetInt64());
        Assert.Equal(1, summary.GetProperty("lost_frames").GetInt64());
        Assert.Contains("frame_0012.npy: not whole: the file is truncated", summary.GetProperty("ended").GetString(),
            StringComparison.Ordinal);
        DebianPython.Require("numpy");
        var sums = DebianPython.Run(
            "import numpy, sys; z = numpy.load(sys.argv[1]); print(*z[z.files[0]].ravel()[:11].astype(int), z[z.files[0]].shape)",
            _folder.File("followed.npz"));
        Assert.Equal("6 12 18 24 30 36 42 48 54 60 66 (3, 4)", sums.Trim());
    }

    [Fact]
    public async Task FileThatIsShortenedMeanwhile_EndsTheRunInWords()
    {
        var bytes = Npy(1, frames: 50);
        await File.WriteAllBytesAsync(_folder.File("data.npy"), bytes[..(bytes.Length / 2)]);
        var isCut = false;
        var program = await Task.Run(() =>
            RonchiProgram.RunAndInterrupt(_folder.Path, Cut, "run", "sum", "data.npy", "--follow", "--wait", Waits));
        Assert.True(isCut);
        Assert.Equal(1, program.ExitCode);
        Assert.Contains("data.npy", program.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("bug in Ronchi", program.Errors, StringComparison.Ordinal);

        // It is never interrupted: it ends by itself.
        bool Cut(System.Diagnostics.Process process)
        {
            if (!isCut && DateTime.Now - process.StartTime > TimeSpan.FromSeconds(1.5))
            {
                File.WriteAllBytes(_folder.File("data.npy"), bytes[..200]);
                isCut = true;
            }

            return false;
        }
    }

    [Fact]
    public void DataThatNeverCome_AreSaidAloudAndRefusedInTheEnd()
    {
        var program = RonchiProgram.Run(_folder.Path, "run", "sum", "data.h5", "--follow", "--wait", "0.5");
        Assert.Contains("waiting for data: data.h5: there is no such file.", program.Errors, StringComparison.Ordinal);
        var (sentence, exitCode) = ErrorPage.Lines["data that never come"];
        Assert.Equal(exitCode, program.ExitCode);
        Assert.True(ErrorPage.Says(sentence, program.Errors.TrimEnd('\n').Split('\n')[^1]), program.Errors);
    }

    [Fact]
    public async Task Interrupted_WhileItWaits_LeavesNoFile()
    {
        await File.WriteAllBytesAsync(_folder.File("data.npy"), Npy(1, frames: 50)[..^60]);
        var program = await Task.Run(() => RonchiProgram.RunAndInterrupt(
            _folder.Path,
            static process => process.TotalProcessorTime > TimeSpan.FromSeconds(0.4),
            "run", "sum", "data.npy", "--follow", "-o", "new.npy"));
        Assert.Equal(130, program.ExitCode);
        Assert.False(File.Exists(_folder.File("new.npy")));
    }

    private async Task<(RonchiProgram Program, JsonElement Summary)> FollowAsync(params string[] arguments)
    {
        var program = await Task.Run(() => RonchiProgram.Run(_folder.Path, [.. arguments, "--follow", "--wait", Waits, "--json"]));
        return (program, program.ExitCode == 0 ? JsonDocument.Parse(program.Output).RootElement : default);
    }

    private static void CopySlowly(string from, string to) => WriteSlowly(to, File.ReadAllBytes(from));

    // In three pieces: what is there in between is no whole file.
    private static void WriteSlowly(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);
        foreach (var piece in bytes.Chunk(Math.Max((bytes.Length + 2) / 3, 1)))
        {
            file.Write(piece);
            Thread.Sleep(20);
        }
    }

    // Frames of 2×3 pixels that hold their number.
    private static byte[] Npy(int number, int frames = 0)
    {
        var shape = frames == 0 ? "(2, 3)" : $"({frames}, 2, 3)";
        var header = $"{{'descr': '<u2', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header),
            .. Enumerable.Repeat((byte[])[(byte)number, 0], 6 * Math.Max(frames, 1)).SelectMany(static value => value)];
    }
}
