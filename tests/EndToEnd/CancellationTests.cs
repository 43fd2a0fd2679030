using System.Globalization;
using Ronchi.Hdf5.Writing;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

public sealed class CancellationTests
{
    [Fact]
    public void Demo_InterruptedWhileItRecords_LeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        var target = folder.File("demo");

        var program = RonchiProgram.RunAndInterrupt(
            folder.Path,
            _ => Directory.Exists(target) && Directory.EnumerateFiles(target).Any(static path => new FileInfo(path).Length > 0),
            "demo", "--no-view", "-o", target);

        Assert.Equal(130, program.ExitCode);
        Assert.Empty(Directory.EnumerateFiles(target));
        Assert.Equal("ronchi: cancelled; nothing was written.", program.Errors.Trim());
    }

    [Fact]
    public void Run_Interrupted_LeavesNoFileAndTheOldOne()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, RonchiProgram.Run(folder.Path, "demo", "--no-view").ExitCode);
        MakeLong(folder, links: 500);
        File.WriteAllText(folder.File("old.npy"), "old");

        var program = RonchiProgram.RunAndInterrupt(
            folder.Path,
            static process => process.TotalProcessorTime > TimeSpan.FromSeconds(0.6),   // several times what it takes to start
            "run", "sum", "long_master.h5", "-o", "new.npy", "-o", "old.npy", "--force");

        Assert.Equal(130, program.ExitCode);
        Assert.Equal("ronchi: cancelled; nothing was written.", program.Errors.Trim());
        Assert.Equal("old", File.ReadAllText(folder.File("old.npy")));
        Assert.Equal(
            ["long_master.h5", "old.npy"],
            Directory.EnumerateFiles(folder.Path).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("new.npy")]
    [InlineData("new.h5")]
    [InlineData("new_master.h5")]
    public void Convert_Interrupted_LeavesNoFile(string output)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, RonchiProgram.Run(folder.Path, "demo", "--no-view").ExitCode);
        MakeLong(folder, links: 100);

        var program = RonchiProgram.RunAndInterrupt(
            folder.Path,
            _ => Directory.EnumerateFiles(folder.Path, ".*.part").Any(static path => new FileInfo(path).Length > 1 << 20),
            "convert", "long_master.h5", output);

        Assert.Equal(130, program.ExitCode);
        Assert.Equal("ronchi: cancelled; nothing was written.", program.Errors.Trim());
        Assert.Equal(["long_master.h5"], Directory.EnumerateFiles(folder.Path).Select(static path => Path.GetFileName(path)));
    }

    [Theory]
    [InlineData("new.npy")]
    [InlineData("new.h5")]
    [InlineData("new.raw")]
    public void Convert_Killed_LeavesFilesThatTheNextOneRemoves(string output)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, RonchiProgram.Run(folder.Path, "demo", "--no-view").ExitCode);
        MakeLong(folder, links: 100);
        RonchiProgram.RunAndKill(
            folder.Path,
            _ => Directory.EnumerateFiles(folder.Path, ".*.part").Any(static path => new FileInfo(path).Length > 1 << 20),
            "convert", "long_master.h5", output);
        Assert.NotEmpty(Directory.EnumerateFiles(folder.Path, ".*.part"));

        var again = RonchiProgram.Run(folder.Path, "convert", "ronchi-demo/scan_master.h5", output);

        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.Empty(Directory.EnumerateFiles(folder.Path, ".*"));
    }

    // A master that links to the same data file many times: 10 000 frames each.
    private static void MakeLong(TemporaryFolder folder, int links)
    {
        using var master = new Hdf5Writer(folder.File("long_master.h5"));
        var group = master.Root.Group("entry").Group("data");
        for (var i = 1; i <= links; i++)
            group.ExternalLink(
                $"data_{i.ToString("D6", CultureInfo.InvariantCulture)}", "ronchi-demo/scan_data_000001.h5", "/entry/data/data");
        master.Complete();
    }
}
