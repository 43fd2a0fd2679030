using System.Text;
using Ronchi.Engine.Operations;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Memory;

namespace Ronchi.Tests.Signals;

/// <summary>What only <see cref="TaggedFormat"/> asks for.</summary>
internal sealed record TaggedOptions
{
    [Parameter("Number that is added to every count", Minimum = 0, Maximum = 1000)]
    public int Pedestal { get; init; } = 3;

    [Parameter("Factors, one after another")]
    public ParameterList<int>? Factor { get; init; }

    [Parameter("A file beside the data", Form = "FILE.txt")]
    public FilePath? Table { get; init; }
}

/// <summary>A format of the tests with options of its own: 2 × 2 frames of 2 × 2 counts.</summary>
internal sealed class TaggedFormat : SourceFormat
{
    public const string Mark = "tagged";

    public override string Name => "tagged counts";

    public override SourceOptions Uses => SourceOptions.None;

    public override IReadOnlyList<FormatOptions> Options => [FormatOptions.Of<TaggedOptions>()];

    public override bool Recognizes(FileHead file) => file.Has(Encoding.ASCII.GetBytes(Mark));

    public override IFrameSource Open(string path, OpenOptions options)
    {
        var own = options.Of<TaggedOptions>();
        var factor = own.Factor?.Aggregate(1, static (product, factor) => product * factor) ?? 1;
        return new ArraySource<int>(
            Array.ConvertAll([.. Enumerable.Range(0, 16)], i => (i * factor) + own.Pedestal), new(new Extent(2, 2), new Extent(2, 2)));
    }
}
