using Ronchi.Analyses.VirtualImaging;
using Ronchi.Engine;
using Ronchi.Engine.Run;
using Ronchi.Frames;
using Ronchi.Store;

namespace Ronchi.Signals;

/// <summary>A virtual detector that is moved interactively, and its image.</summary>
public sealed class LiveDetector
{
    private readonly ResidentScan _scan;
    private readonly NewestWins _requests = new();
    private readonly IMovingImage? _moving;

    internal LiveDetector(ResidentScan scan, string name, uint color)
    {
        _scan = scan;
        (Name, Color) = (name, color);
        _moving = scan.Direct?.TryFollowDetector();
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Its colour in every user interface, 0xRRGGBB.</summary>
    public uint Color { get; set; }

    /// <summary>Whether its image is wanted now.</summary>
    public bool IsShown { get; set; } = true;

    /// <summary>Its shape and position; null: not placed yet.</summary>
    public VirtualDetector? Shape { get; private set; }

    /// <summary>Its image; null: none yet. Later moves overwrite it: copy it to keep it.</summary>
    public ResultArray? Image { get; private set; }

    /// <summary>How the image was computed.</summary>
    public ImagePath Path { get; private set; }

    /// <summary>Moves it, or changes its shape. A later move cancels this one.</summary>
    /// <param name="shape">The detector, in detector pixels.</param>
    /// <param name="partial">Told about every 50 ms what is there, where the data are not held as blocks. Null: nobody.</param>
    /// <param name="cancellationToken">Cancels this move.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ArgumentException">The detector does not fit the frames, or holds no pixel.</exception>
    /// <exception cref="OperationCanceledException">A later move came, or this one was cancelled; the image is the one before.</exception>
    public Task<ResultArray> MoveAsync(
        VirtualDetector shape, IProgress<ResultArray>? partial = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var placed = shape.Named(Name).On(_scan.Scan.Shape.Detector);
        return _requests.RunAsync(async token =>
        {
            if (_moving is not null && placed.Weights is null)
                (Image, Path) = MovedImage.Of(_moving, placed, _scan.Scan, token);
            else
                (
                    Image,
                    Path) = (
                        (await _scan.VirtualImagesAsync(
                            [placed],
                            partial is null ? null : new DirectProgress<IReadOnlyList<ResultArray>>(images => partial.Report(images[0])),
                            token).ConfigureAwait(
                            false))[0],
                        ImagePath.Full);
            Shape = shape;
            return Image;
        }, cancellationToken);
    }

    /// <summary>How the image was computed, in a word.</summary>
    public string PathName => Path.ToString().ToLowerInvariant();

    /// <summary>Moves it, as <see cref="MoveAsync(VirtualDetector, IProgress{ResultArray}?, CancellationToken)"/> does.</summary>
    /// <param name="shape">The detector as it is written in commands: <c>disk:96,96,30</c>, <c>bf</c>, …; see
    /// <see cref="VirtualDetectorText.Grammar"/>. Files are not read.</param>
    /// <param name="partial">Told about every 50 ms what is there.</param>
    /// <param name="cancellationToken">Cancels this move.</param>
    /// <exception cref="FormatException">The text is no detector.</exception>
    public Task<ResultArray> MoveToAsync(
        string shape, IProgress<ResultArray>? partial = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var parsed = VirtualDetectorText.ParseAll(
            [shape],
            static file => throw new FormatException($"'{file}' is a file; write the shape of a detector here."),
            () => _scan.Disk
                ?? throw new ArgumentException(
                    "No bright-field disk stands out from the noise in this scan: give the detector's centre and radii."),
            PlaneAxes.OfDetector(DataDescription.Of(_scan.Scan.Source)));
        return parsed.Count == 1
            ? MoveAsync(parsed[0], partial, cancellationToken)
            : throw new FormatException($"'{shape}' makes {parsed.Count} detectors; only one can be moved.");
    }

    internal Task EndAsync() => _requests.EndAsync();
}
