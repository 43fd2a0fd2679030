using System.Diagnostics;
using System.Runtime.Versioning;
using Xunit;

namespace Ronchi.EndToEnd;

/// <summary>The script <c>./ronchi</c> on a tree of its own, with a stand-in for the SDK.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LauncherTests : IDisposable
{
    private readonly string _tree = Directory.CreateTempSubdirectory("ronchi-launcher-").FullName;

    public LauncherTests()
    {
        foreach (var folder in new[] { "src/Cli", "viewer/src", "viewer/public", "sdk" })
            Directory.CreateDirectory(Path.Combine(_tree, folder));
        foreach (var file in new[]
        {
            "src/Cli/Program.cs", "viewer/index.html", "viewer/package-lock.json",
            "Directory.Build.props", "Directory.Packages.props", "global.json"
        })
            File.WriteAllText(Path.Combine(_tree, file), "");
        File.Copy(Path.Combine(RonchiProgram.Root, "ronchi"), Path.Combine(_tree, "ronchi"));
        Sdk("""
            while [ "$1" != -o ]; do shift; done
            printf '#!/bin/sh\necho "built $*"\n' >"$2/ronchi"
            chmod 755 "$2/ronchi"
            """);
    }

    public void Dispose() => Directory.Delete(_tree, recursive: true);

    [Fact]
    public void FirstRun_SaysThatItBuildsAndHowLong_ThenRuns()
    {
        var (code, output, errors) = Launch("a b");
        Assert.Equal((0, "built a b\n"), (code, output));
        Assert.Contains("ronchi: building; this takes one to three minutes", errors, StringComparison.Ordinal);

        (code, output, errors) = Launch("c");
        Assert.Equal((0, "built c\n", ""), (code, output, errors));
    }

    [Fact]
    public void FailedBuild_ShowsTheErrorsAndTheLog_AndKeepsTheBuildBefore()
    {
        Assert.Equal(0, Launch("x").Code);
        Touch();
        Sdk("""
            echo 'Program.cs(3,1): error CS1002: ; expected'
            echo 'something else'
            exit 1
            """);
        var (code, output, errors) = Launch("y");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("the build failed; the whole log is in", errors, StringComparison.Ordinal);
        Assert.Contains("error CS1002", errors, StringComparison.Ordinal);
        Assert.Contains("something else", File.ReadAllText(Path.Combine(_tree, "artifacts", "cli-build.log")), StringComparison.Ordinal);
        Assert.Equal("built z\n", Launch("z", program: "artifacts/cli/ronchi").Output);
    }

    [Fact]
    public void UserWhoMayNotWrite_RunsTheBuildThatIsThere()
    {
        Assert.SkipUnless(
            Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "Only root can run the script as another user (setpriv).");
        Open(_tree);
        var (code, _, errors) = Launch("x", user: "nobody");
        Assert.Equal(1, code);
        Assert.Contains("there is no build yet, and this user may not write", errors, StringComparison.Ordinal);

        Assert.Equal(0, Launch("x").Code);
        Open(_tree);
        Touch();
        (code, var output, errors) = Launch("y", user: "nobody");
        Assert.Equal((0, "built y\n"), (code, output));
        Assert.Contains("running the last build", errors, StringComparison.Ordinal);
    }

    private static void Open(string tree)
    {
        using var chmod = Process.Start("/bin/chmod", ["-R", "go+rX,go-w", tree]);
        chmod.WaitForExit();
    }

    private void Touch() => File.SetLastWriteTimeUtc(Path.Combine(_tree, "src/Cli/Program.cs"), DateTime.UtcNow.AddSeconds(2));

    private void Sdk(string script)
    {
        var path = Path.Combine(_tree, "sdk", "dotnet");
        File.WriteAllText(path, "#!/bin/sh\n" + script.ReplaceLineEndings("\n") + "\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    private (int Code, string Output, string Errors) Launch(string arguments, string? user = null, string program = "ronchi")
    {
        var start = new ProcessStartInfo(user is null ? "/bin/bash" : "/usr/bin/setpriv")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _tree,
        };
        start.Environment["PATH"] = Path.Combine(_tree, "sdk") + ":/usr/bin:/bin";
        start.Environment["DOTNET_ROOT"] = "";
        string[] before = user is null ? [] : [$"--reuid={user}", "--clear-groups", "/bin/bash"];
        foreach (var argument in (string[])[.. before, Path.Combine(_tree, program), .. arguments.Split(' ')])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
