using System.Globalization;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Dectris;

/// <summary>
/// Writes frames as the file writer of a DECTRIS detector does: <c>X_master.h5</c>, <c>X_data_000001.h5</c>, …, and the scan software's
/// <c>X.h5</c>.
/// </summary>
/// <remarks>
/// One frame a chunk, bitshuffle and LZ4. Frames may come from several threads in any order. No file has its name before
/// <see cref="Complete"/>. A file <c>X.h5</c> that is not the scan software's stays, and the shape of the scan is in the master file alone.
/// Frames behind the last that was recorded are not there: whoever opens the files sees from the number of triggers that the scan was
/// aborted.
/// </remarks>
public sealed class EigerFileWriter : IResumableSink
{
    private const string MasterSuffix = "_master.h5";
    private const uint Dead = 2;   // among the flags of the detector's mask

    private readonly EigerRecording _recording;
    private readonly int _recorded;
    private readonly string _prefix;
    private readonly FrameFile _master;
    private readonly FrameFile? _companion;   // null: other data have its name, and stay
    private readonly List<FrameFile> _data = [];
    private readonly FrameEncoder _encoder;
    private readonly List<string> _losses = [];

    /// <summary>Begins the files.</summary>
    /// <param name="masterPath">Path of the master file; it ends in <c>_master.h5</c>.</param>
    /// <param name="recording">What is recorded.</param>
    /// <param name="overwrite">Whether files of these names are replaced.</param>
    /// <param name="isResumable">Whether writing can go on where it is interrupted: in the data files; the others are small and written
    /// anew.</param>
    /// <exception cref="ArgumentException">The name does not end so, or a length is smaller than 1.</exception>
    /// <exception cref="IOException">A file exists and is not to be replaced, or cannot be written; or other data have the name of the scan
    /// software's file, and nothing else keeps the shape of the scan.</exception>
    public EigerFileWriter(string masterPath, EigerRecording recording, bool overwrite = false, bool isResumable = false)
    {
        ArgumentNullException.ThrowIfNull(masterPath);
        ArgumentNullException.ThrowIfNull(recording);
        _recorded = recording.RecordedFrames ?? recording.FrameCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(_recorded, recording.FramesPerFile), 1, nameof(recording));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_recorded, recording.FrameCount, nameof(recording));
        if (!masterPath.EndsWith(MasterSuffix, StringComparison.Ordinal))
            throw new ArgumentException($"The name of a master file ends in {MasterSuffix}.", nameof(masterPath));
        _recording = recording;
        _prefix = Path.GetFullPath(masterPath)[..^MasterSuffix.Length];
        _encoder = FrameEncoder.Bitshuffle(recording.ElementType, FrameElements * recording.ElementType.Size());
        try
        {
            for (var first = 0; first < _recorded; first += recording.FramesPerFile)
                BeginData(first, Math.Min(recording.FramesPerFile, _recorded - first), overwrite, isResumable);
            _companion = IsTaken(CompanionPath, recording) ? null : new FrameFile(CompanionPath, overwrite);
            _master = new FrameFile(MasterPath, overwrite);
            var metadata = recording.Data is { } data ? EigerMetadata.Of(data) : null;
            if (_companion is not null)
                FillCompanion(_companion, metadata);
            else
                _losses.Add($"the scan software's file: {Path.GetFileName(CompanionPath)} holds other data and stays as it is; the "
                    + "shape of the scan is in the master file");
            FillMaster(metadata);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What such files are called and what they keep.</summary>
    public static SinkKind Kind { get; } = new()
    {
        Name = "DECTRIS HDF5",
        FileNames = "X_master.h5",
        Takes = static name => name.EndsWith(MasterSuffix, StringComparison.Ordinal),
        Begin = static (path, data, overwrite, isResumable) =>
            new EigerFileWriter(path, EigerRecording.Of(data), overwrite, isResumable),
        HasBeside = static (master, other) => master.EndsWith(MasterSuffix, StringComparison.Ordinal)
            && IsBeside(master[..^MasterSuffix.Length], other),
        MaximumIsNoData = true,
        Parts =
        [
            new(ScanPart.Shape, Keeping.InFile, "two axes: `NumPixelsY`, `NumPixelsX` of `X.h5`; others: `/entry/ronchi`"),
            new(ScanPart.MaskedPixels, Keeping.InFile, "`detectorSpecific/pixel_mask`"),
            new(ScanPart.NoData, Keeping.InFile, "the largest value of the type"),
            new(ScanPart.Axes, Keeping.InFile, "step of the scan: `Pixel Size` of `X.h5`; all: `/entry/ronchi`"),
            new(ScanPart.Facts, Keeping.InFile, "where the detector writes them; all: `/entry/ronchi/facts`"),
            new(ScanPart.SourceObjects, Keeping.InFile, "of a master file: where they were; of others: `/entry/origin`"),
            new(ScanPart.Recorded, Keeping.InFile, "fewer frames than `ntrigger`; `/entry/ronchi/recorded`"),
            new(ScanPart.Notes, Keeping.InFile, "`/entry/ronchi/notes`, `/entry/ronchi/not_kept`"),
        ],
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Files => _companion is null ? [MasterPath, .. DataPaths] : [MasterPath, .. DataPaths, CompanionPath];

    /// <inheritdoc/>
    public IReadOnlyList<string> Losses => _losses;

    /// <inheritdoc/>
    public FrameSet Saved => FrameSet.Of(
        _data.SelectMany((file, number) =>
            file.Saved.Runs.Select(run => run with { Start = run.Start + ((long)number * _recording.FramesPerFile) })));

    private int FrameElements => checked(_recording.DetectorRows * _recording.DetectorColumns);

    private string MasterPath => _prefix + MasterSuffix;

    private IEnumerable<string> DataPaths => Enumerable.Range(0, _data.Count).Select(DataPath);

    private string CompanionPath => _prefix + ".h5";

    /// <summary>Encodes and writes a frame of 16-bit counts.</summary>
    /// <param name="frame">Its number in scan order.</param>
    /// <param name="counts">Its pixels, row-major.</param>
    /// <exception cref="ArgumentException">There is no such frame, or it has another number of pixels.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(int frame, ReadOnlySpan<ushort> counts)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)frame, (uint)_recording.FrameCount, nameof(frame));
        Write(frame, MemoryMarshal.AsBytes(counts));
    }

    /// <inheritdoc/>
    /// <remarks>A frame behind the last that was recorded is not written.</remarks>
    public void Write(long frame, ReadOnlySpan<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, _recording.FrameCount);
        if (pixels.Length != FrameElements * _recording.ElementType.Size())
            throw new ArgumentException(
                $"A frame has {FrameElements * _recording.ElementType.Size()} bytes, not {pixels.Length}.", nameof(pixels));
        if (frame >= _recorded)
            return;
        var (file, chunk) = Math.DivRem(frame, _recording.FramesPerFile);
        _data[(int)file].Write(chunk, pixels);
    }

    /// <inheritdoc/>
    public void Save()
    {
        foreach (var file in _data)
            file.Save();
    }

    /// <summary>Gives the files their names: the master, which refers to the others, last.</summary>
    /// <exception cref="IOException">The disk is full, or a file of such a name has appeared meanwhile; none of the files is
    /// left.</exception>
    public void Complete()
    {
        foreach (var file in _data)
            file.Close();
        _companion?.Close();
        _master.Close();
        Action[] names = [.. _data.Select(static file => (Action)file.Complete), .. Companion(), _master.Complete];
        var named = 0;
        try
        {
            for (; named < names.Length; named++)
                names[named]();
        }
        catch
        {
            foreach (var path in Files.Skip(1).Take(named))
                File.Delete(path);
            throw;
        }

        IEnumerable<Action> Companion() => _companion is null ? [] : [_companion.Complete];
    }

    /// <summary>Closes the files; removes those that are not complete.</summary>
    public void Dispose()
    {
        // Closing writes out what is buffered, which a full disk refuses: the other files must go all the same.
        foreach (var file in (IDisposable?[])[.. _data, _companion, _master])
        {
            try
            {
                file?.Dispose();
            }
            catch (Exception e) when (e is IOException or ArgumentException)
            {
                // The file is gone; what went wrong was said by the write that failed.
            }
        }
    }

    // A file of that name which is not the scan software's is never replaced. Without it only the master file can tell the shape of the
    // scan.
    private static bool IsTaken(string companion, EigerRecording recording)
    {
        if (!File.Exists(companion) || ScanCompanion.Is(companion))
            return false;
        if (recording.Data is null)
            throw new IOException(
                $"{companion}: a scan in the DECTRIS layout keeps its shape in a file of this name, and the one that is there "
                + "holds other data; choose another name.");
        return true;
    }

    private static string Number(int file) => (file + 1).ToString("D6", CultureInfo.InvariantCulture);

    private static GroupWriter Group(GroupWriter parent, string name, string nexusClass)
    {
        var group = parent.Group(name);
        if (!group.HasAttribute("NX_class"))
            group.Attribute("NX_class", nexusClass);
        return group;
    }

    private static bool IsBeside(string prefix, string path)
    {
        const string data = "_data_", end = ".h5";
        if (!path.StartsWith(prefix, StringComparison.Ordinal) || !path.EndsWith(end, StringComparison.Ordinal)
            || path.Length < prefix.Length + end.Length)
            return false;
        var between = path.AsSpan(prefix.Length..^end.Length);
        return between.IsEmpty || (between.StartsWith(data) && between.Length > data.Length
            && !between[data.Length..].ContainsAnyExceptInRange('0', '9'));
    }

    private string DataPath(int file) => $"{_prefix}_data_{Number(file)}.h5";

    private void BeginData(int first, int count, bool overwrite, bool isResumable)
    {
        var file = new FrameFile(DataPath(_data.Count), overwrite, _encoder, isResumable ? _recording.Data : null);
        _data.Add(file);
        var group = Group(Group(file.Root, "entry", "NXentry"), "data", "NXdata");
        var frames = file.Begin(
            group, _recording.ElementType, new(count, _recording.DetectorRows, _recording.DetectorColumns), frameAxes: 2);
        frames.Attribute("image_nr_low", first + 1L);
        frames.Attribute("image_nr_high", (long)first + count);
        file.GoOn();
    }

    private void FillCompanion(FrameFile companion, EigerMetadata? metadata)
    {
        metadata?.CopyCompanion(companion.Root, _recording.StepNanometres);
        var scan = companion.Root.Group("STEM Metadata");
        Say("NumPixelsX", (long)_recording.ScanColumns);
        Say("NumPixelsY", (long)_recording.ScanRows);
        if (_recording.StepNanometres is { } step)
        {
            Say("Pixel Size", step);
            Say("IsPixelSizeCalibrated", (byte)1);
        }

        foreach (var (attribute, name, _) in ScanCompanion.Known)
        {
            if (_recording.Data?.Info.Facts.FirstOrDefault(fact => fact.Name == name) is { } fact
                && double.TryParse(fact.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                Say(attribute, value);
        }

        if (_recording.VoltageVolts is { } voltage)
            Say("High Tension", voltage);

        void Say<T>(string attribute, T value)
            where T : unmanaged
        {
            if (!scan.HasAttribute(attribute))
                scan.Attribute(attribute, value);
        }
    }

    private void FillMaster(EigerMetadata? metadata)
    {
        var flags = metadata?.CopyMaster(_master.Root);
        var entry = Group(_master.Root, "entry", "NXentry");
        if (!entry.Has("definition"))
            entry.Text("definition", "NXmx").Attribute("version", "1.4");
        var links = Group(entry, "data", "NXdata");
        for (var file = 0; file < _data.Count; file++)
            links.ExternalLink($"data_{Number(file)}", Path.GetFileName(DataPath(file)), "/entry/data/data");

        var detector = Group(Group(entry, "instrument", "NXinstrument"), "detector", "NXdetector");
        var specific = Group(detector, "detectorSpecific", "NXcollection");
        foreach (var (path, name) in EigerFacts.Known)
        {
            if (name is not ("ntrigger" or "nimages") && _recording.Data?.Info.Facts.FirstOrDefault(fact => fact.Name == name) is { } fact)
                EigerMetadata.WriteFact(detector, path, fact);
        }

        Add(detector, "description", () => detector.Text("description", _recording.Description));
        if (_recording.CountTimeSeconds is { } counting)
            Add(detector, "count_time", () => detector.Scalar("count_time", counting).Attribute("units", "s"));
        if (_recording.FrameTimeSeconds is { } time)
            Add(detector, "frame_time", () => detector.Scalar("frame_time", time).Attribute("units", "s"));
        Add(detector, "bit_depth_image", () => detector.Scalar("bit_depth_image", (ushort)(8 * _recording.ElementType.Size())));
        Add(specific, "nimages", () => specific.Scalar("nimages", 1u));
        Add(specific, "ntrigger", () => specific.Scalar("ntrigger", (uint)_recording.FrameCount));
        Add(specific, "trigger_mode", () => specific.Text("trigger_mode", "exts"));
        if (_recording.VoltageVolts is { } voltage)
            Add(specific, "photon_energy", () => specific.Scalar("photon_energy", voltage).Attribute("units", "eV"));
        specific.Dataset<uint>("pixel_mask", [_recording.DetectorRows, _recording.DetectorColumns], Mask(flags));
        if (_recording.Data is not { } data)
            return;
        _losses.AddRange(metadata?.Losses ?? OriginTree.Write(entry, data));
        CarriedGroup.Write(entry, CarriedScan.Of(data) with { Losses = [.. data.Losses, .. _losses] });
    }

    private static void Add(GroupWriter group, string name, Action write)
    {
        if (!group.Has(name))
            write();
    }

    // What is bad with a pixel is kept where the detector said it.
    private uint[] Mask(long[]? flags)
    {
        var mask = new uint[FrameElements];
        foreach (var pixel in _recording.MaskedPixels)
            mask[pixel] = flags is not null && flags[pixel] is > 0 and <= uint.MaxValue ? (uint)flags[pixel] : Dead;
        return mask;
    }
}
