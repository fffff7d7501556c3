/**
 * How much a proof proves: `make prove` sets PROVE=1 and takes its time, `make test` has a short form of each.
 * `trials`: even phases are a power of two apart (src/model/even.ts): of 8 to 15 none lies more than 1/8 of the period from the next, of
 * a hundred 1/64.
 * `variants`: other values of a timer, of which one is proved every day.
 * `mechanismTrials`, `aboveRapidTrials`: of each of several mechanisms, where windows are narrow and trials dear; one: another one each time.
 * `ownTrials`: of each configuration file of a user's own; fifty, or one of them (test/mechanisms/own.ts).
 * `end`: how near to either end of a window the trials must come: that distance, and another tenth of LACP's period, by which a work
 * item's run blurs it.
 * `payloads`, `longestAt10kSeconds`: of planted outages.
 */
export const size =
  process.env['PROVE'] === '1'
    ? {
        trials: 100,
        variants: true,
        mechanismTrials: 50,
        aboveRapidTrials: 20,
        ownTrials: 50,
        end: 0.1,
        kills: 50,
        hostKills: 30,
        labKills: 30,
        repeats: 10,
        repeatLabs: ['vrrp3-1s', 'lag-silent', 'ospf-bfd'],
        payloads: [32, 64, 256, 512, 1024, 1400, 1472],
        longestAt10kSeconds: 20,
        quietMachine: true,
        realTimeLabs: [
          'gateway-pair',
          'dual-homed-lag',
          'active-backup',
          'flapping-uplink',
          'vlan-missing',
          'router-pair',
          'dual-uplink-bgp',
        ],
      }
    : {
        trials: 8,
        variants: false,
        mechanismTrials: 1,
        aboveRapidTrials: 1,
        ownTrials: 1,
        end: 0.25,
        kills: 10,
        hostKills: 3,
        labKills: 6,
        repeats: 2,
        repeatLabs: ['vrrp3-1s', 'lag-silent'],
        payloads: [32, 512, 1472],
        longestAt10kSeconds: 1,
        quietMachine: false,
        realTimeLabs: ['gateway-pair', 'vlan-missing'],
      }
