using System.Diagnostics;
using Ronchi.Frames;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Frames.Files;

public sealed class PartFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatAProgramLeftThatIsNoMore_Goes_WhenTheSameFileIsBegunAgain()
    {
        string[] dead = [".a.npy.0123abcd.part", ".a.npy.ffffffff.part"];
        string[] others =
            [".a.npy.0123abc.part", ".a.npy.0123abcz.part", ".a.npy.x.0123abcd.part", ".b.npy.0123abcd.part", "a.npy.0123abcd.part"];
        foreach (var name in dead.Concat(others))
            File.WriteAllText(_folder.File(name), "");

        using (var file = new PartFile(_folder.File("a.npy")))
        {
            file.Stream.Write([1, 2]);
            file.Complete();
        }

        Assert.Equal(others.Append("a.npy").Order(StringComparer.Ordinal), Names());
        Assert.Equal([1, 2], File.ReadAllBytes(_folder.File("a.npy")));
    }

    [Fact]
    public void WhatThisProgramWrites_Stays()
    {
        using (var first = new PartFile(_folder.File("a.npy"), overwrite: true))
        {
            first.Stream.WriteByte(1);
            using (var second = new PartFile(_folder.File("a.npy"), overwrite: true))
            {
                second.Stream.WriteByte(2);
                second.Complete();
            }

            Assert.Equal(2, Names().Count());
            first.Complete();
        }

        Assert.Equal(["a.npy"], Names());
        Assert.Equal([1], File.ReadAllBytes(_folder.File("a.npy")));
    }

    [Fact]
    public async Task WhatAnotherLivingProgramWrites_Stays_UntilItIsKilled()
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(python), $"there is no {python}");
        const string hold = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.lockf(f, fcntl.LOCK_EX); "
            + "print('held', flush=True); sys.stdin.readline()";
        var cancellation = TestContext.Current.CancellationToken;
        using var other = Process.Start(new ProcessStartInfo(python, ["-c", hold, _folder.File(".a.npy.0123abcd.part")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync(cancellation));
        Write();
        Assert.Equal([".a.npy.0123abcd.part", "a.npy"], Names());
        other.Kill();
        await other.WaitForExitAsync(cancellation);

        Write();

        Assert.Equal(["a.npy"], Names());

        void Write()
        {
            using var file = new PartFile(_folder.File("a.npy"), overwrite: true);
            file.Complete();
        }
    }

    [Fact]
    public void FileThatIsHeld_IsHadByNobodyElse_AndAfterwardsByAnybody()
    {
        using (var held = HeldFile.TryOpen(_folder.File("lock"), FileMode.OpenOrCreate))
        {
            Assert.NotNull(held);
            Assert.Null(HeldFile.TryOpen(_folder.File("lock"), FileMode.OpenOrCreate));
        }

        using var again = HeldFile.TryOpen(_folder.File("lock"), FileMode.Open);
        Assert.NotNull(again);
    }

    private IEnumerable<string> Names() =>
        Directory.EnumerateFiles(_folder.Path).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
