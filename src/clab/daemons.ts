/** Why a bound place of configuration is not read, where that is not that nothing is known of its program; empty: it is not. */
export function whyUnread(target: string): string {
  if (/^\/etc\/(netplan|NetworkManager|systemd)(\/|$)/.test(target))
    return ', which takes effect by a service that such an image does not run'
  if (/^\/etc\/network(\/|$)/.test(target)) return ', and what ifup of that image makes of it is not known'
  return /^\/etc\/frr(\/|$)/.test(target) ? ', and nothing that starts FRR with it' : ''
}

/** Places of configuration that something may read which is not known here. */
export const isOfDaemon = (target: string): boolean =>
  /^\/etc\/(frr|quagga|bird|netplan|network|NetworkManager|systemd|conntrackd|openvswitch|sysctl\.d|init\.d|rc\.local|local\.d)(\/|$|\.)/.test(
    target,
  )
