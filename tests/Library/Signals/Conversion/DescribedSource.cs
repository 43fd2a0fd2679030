using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Tests.Signals.Conversion;

/// <summary>A source of which more is known than it says itself.</summary>
internal sealed class DescribedSource(IFrameSource inner, SourceInfo info) : SourceStage(inner)
{
    public override SourceInfo Info => info;

    public override ITileReader OpenReader(TileRequest request) => Inner.OpenReader(request);
}
