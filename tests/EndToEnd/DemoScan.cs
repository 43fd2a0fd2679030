using Ronchi.Tests.Oracles;

namespace Ronchi.EndToEnd;

/// <summary>What <c>ronchi demo</c> makes, made once for the tests that need a scan.</summary>
public sealed class DemoScan : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DemoScan() => Program = RonchiProgram.Run(_folder.Path, "demo", "--no-view");

    /// <summary>The run that made it.</summary>
    public RonchiProgram Program { get; }

    /// <summary>Folder of the scan and its pictures.</summary>
    public string Folder => _folder.File("ronchi-demo");

    /// <summary>Path of a file that the demo made.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    public void Dispose() => _folder.Dispose();
}
