using Ronchi.Engine.Operations;
using Ronchi.Engine.Stages;
using Ronchi.Frames;

namespace Ronchi.Analyses.Steps;

/// <summary>See <see cref="SelectChannels"/>.</summary>
internal sealed class SelectChannelsStep : FrameOperationWith<SelectChannelsParameters>
{
    /// <inheritdoc/>
    public override string Name => "select-channels";

    /// <inheritdoc/>
    public override string Summary => "Keeps a range of the channels of spectra";

    /// <inheritdoc/>
    public override IFrameSource Derive(IFrameSource source, OperationContext context, SelectChannelsParameters parameters)
    {
        var (from, to) = parameters.Range.Channels;
        return new SelectChannels(source, (int)Math.Ceiling(Math.Clamp(from, -1, int.MaxValue)),
            (int)Math.Floor(Math.Clamp(to, -1, int.MaxValue)));
    }
}
