using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>The native library that draws figures is needed for nothing else.</summary>
public sealed class DrawingLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WithoutIt_OnlyFiguresAreRefused_InOneSentence(bool isDamaged)
    {
        Assert.Equal(0, RonchiProgram.Run(_folder.Path, "simulate", "quick", "s.npy", "--scan-shape", "3x4").ExitCode);
        var program = Copy(isDamaged);

        Assert.Equal(0, RonchiProgram.RunCopy(program, _folder.Path, "info", "s.npy").ExitCode);
        foreach (var output in (string[][])[["-o", "a.npy"], ["-o", "a.npz"], ["-o", "a.tif"], ["-o", "a.png", "--plain-picture"]])
            Assert.Equal((0, ""), Outcome(RonchiProgram.RunCopy(program, _folder.Path, ["run", "sum-sig", "s.npy", .. output, "--force"])));
        var refused = RonchiProgram.RunCopy(program, _folder.Path, "run", "sum-sig", "s.npy", "-o", "b.png");
        var (sentence, exitCode) = ErrorPage.Lines["the library that draws is missing"];
        Assert.Equal(exitCode, refused.ExitCode);
        Assert.True(ErrorPage.Says(sentence, refused.Errors.Trim()), refused.Errors);
        Assert.False(File.Exists(_folder.File("b.png")));
    }

    private static (int, string) Outcome(RonchiProgram program) => (program.ExitCode, program.Errors);

    // All that stands beside the program but the library.
    private string Copy(bool isDamaged)
    {
        var executable = RonchiProgram.Executable;
        var built = Path.Combine(RonchiProgram.Root, "artifacts", "cli");
        var from = Path.GetFileName(executable) == "ronchi" && File.Exists(Path.Combine(Path.GetDirectoryName(executable)!, "ronchi.dll"))
            ? Path.GetDirectoryName(executable)!
            : built;
        Assert.SkipUnless(Directory.Exists(from), $"There is no {from}: './ronchi --version' builds it.");
        var to = Directory.CreateDirectory(_folder.File("program")).FullName;
        foreach (var file in Directory.EnumerateFiles(from))
        {
            if (Path.GetFileName(file) != "libSkiaSharp.so")
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        if (isDamaged)
            File.WriteAllText(Path.Combine(to, "libSkiaSharp.so"), "no library");
        return Path.Combine(to, "ronchi.dll");
    }
}
