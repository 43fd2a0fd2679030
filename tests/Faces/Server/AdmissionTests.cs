using System.Net;
using Ronchi.Server;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Server;

public sealed class AdmissionTests
{
    private static readonly AccessToken Token = AccessToken.Create();

    [Theory]
    [InlineData("127.0.0.1:8000", null, true)]
    [InlineData("localhost:8000", null, true)]
    [InlineData("[::1]:8000", null, true)]
    [InlineData("127.0.0.1:8000", "http://127.0.0.1:8000", true)]
    [InlineData("127.0.0.1:8000", "http://localhost:8000", true)]
    [InlineData("127.0.0.1:8000", "null", false)]
    [InlineData("127.0.0.1:8000", "http://evil.example", false)]
    [InlineData("127.0.0.1:8000", "http://127.0.0.1:8001", false)]
    [InlineData("127.0.0.1:8000", "https://127.0.0.1:8000", false)]
    [InlineData("127.0.0.1:8001", null, false)]
    [InlineData("127.0.0.1", null, false)]
    [InlineData("evil.example:8000", null, false)]
    [InlineData("localhost.evil.example:8000", null, false)]
    [InlineData("192.168.0.7:8000", null, false)]
    [InlineData("127.0.0.1:8000:9", null, false)]
    [InlineData("", null, false)]
    [InlineData(null, null, false)]
    public void Loopback_AnswersUnderItsOwnNames(string? host, string? origin, bool isAdmitted)
    {
        var admission = new Admission(IPAddress.Loopback, 8000, Token);
        Assert.Equal(isAdmitted, admission.WhyNot(host, origin, Token.Text) is null);
        Assert.NotNull(admission.WhyNot(host, origin, Token.Text + "x"));
        Assert.NotNull(admission.WhyNot(host, origin, null));
        Assert.NotNull(admission.WhyNot(host, origin, ""));
    }

    [Fact]
    public void OtherAddresses_AreCalledByNumber()
    {
        var one = new Admission(IPAddress.Parse("192.168.0.7"), 8000, Token);
        Assert.Null(one.WhyNot("192.168.0.7:8000", "http://192.168.0.7:8000", Token.Text));
        Assert.NotNull(one.WhyNot("192.168.0.8:8000", null, Token.Text));
        Assert.NotNull(one.WhyNot("localhost:8000", null, Token.Text));
        var all = new Admission(IPAddress.Any, 8000, Token);
        Assert.Null(all.WhyNot("10.0.0.3:8000", null, Token.Text));
        Assert.NotNull(all.WhyNot("rebound.example:8000", null, Token.Text));
    }

    [Fact]
    public void Tokens_AreLongAndDiffer()
    {
        var tokens = Enumerable.Range(0, 100).Select(static _ => AccessToken.Create().Text).ToHashSet();
        Assert.Equal(100, tokens.Count);
        Assert.All(
            tokens,
            static token => Assert.True(
                token.Length >= 32 && token.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'), token));
    }

    [Fact]
    public void Roots_AreNotLeft_NeitherByDotsNorByLinks()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("inside/deep"));
        Directory.CreateDirectory(folder.File("inside-too"));
        File.WriteAllText(folder.File("inside/a.h5"), "");
        File.WriteAllText(folder.File("outside.h5"), "");
        File.CreateSymbolicLink(folder.File("inside/out.h5"), folder.File("outside.h5"));
        File.CreateSymbolicLink(folder.File("inside/in.h5"), "deep/../a.h5");
        File.CreateSymbolicLink(folder.File("inside/round"), "round");
        Directory.CreateSymbolicLink(folder.File("inside/up"), "..");
        Directory.CreateSymbolicLink(folder.File("root"), "inside");
        var roots = new FileRoots([folder.File("root")]);

        Assert.Equal(folder.File("inside/a.h5"), roots.Resolve("a.h5"));
        Assert.Equal(folder.File("inside/a.h5"), roots.Resolve(folder.File("root/a.h5")));
        Assert.Equal(folder.File("inside/a.h5"), roots.Resolve("deep/../in.h5"));
        Assert.Equal(folder.File("inside"), roots.Resolve("."));
        foreach (var path in new[]
        {
            "../outside.h5", "out.h5", "up/outside.h5", "up", "/etc/passwd", "nothing.h5",
            "round", "round/a", folder.File("inside-too"), "a\0.h5", "deep/../../outside.h5"
        })
            Assert.Null(roots.Resolve(path));
        Assert.Throws<DirectoryNotFoundException>(() => new FileRoots([folder.File("missing")]));
    }
}
